import { themes } from './palette.ts';
import { shape } from './shape.ts';
import type { Picture, Shape } from './shape.ts';
import { svgText } from './svg-text.ts';

const colour = (value: string): string =>
  value.replaceAll(/var\(--([a-z0-9]+)\)/g, (_, name: string) => {
    const found = themes.light[name];
    if (found === undefined) throw new RangeError(`--${name} is no colour of the palette`);
    return found;
  });

/** Colours as they are instead of by variable: programs that draw pictures know no variables. */
const plain = (of: Shape): Shape => ({
  tag: of.tag,
  attributes: Object.fromEntries(
    Object.entries(of.attributes).map(([name, value]) => [name, typeof value === 'string' ? colour(value) : value]),
  ),
  children: of.children.map((child) => (typeof child === 'string' ? child : plain(child))),
});

const band = 30;

/** A picture as a file of its own: on white paper, with its title above. */
export const svgFile = ({ title, svg }: Picture): string => {
  const [, , width, height] = String(svg.attributes.viewBox).split(' ').map(Number) as [number, number, number, number];
  const heading = shape('text', { x: 8, y: 20, fill: 'var(--ink)', 'font-weight': 600, 'font-size': 14 }, [title]);
  const whole = shape(
    'svg',
    {
      ...svg.attributes,
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height + band}`,
      width,
      height: height + band,
    },
    [
      shape('rect', { width, height: height + band, fill: 'var(--paper)' }),
      heading,
      shape('g', { transform: `translate(0 ${band})` }, svg.children),
    ],
  );
  return `${svgText(plain(whole))}\n`;
};
