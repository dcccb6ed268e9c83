import type { Shape } from './shape.ts';

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What XML may not hold, what draws over other text, and halves of characters. */
const harmful =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text as XML and HTML show it, whatever it holds, also between quotation marks of either kind. */
export const escaped = (text: string): string =>
  text.replaceAll(harmful, '\ufffd').replaceAll(/[&<>"']/g, (character) => named[character] as string);

const drawing = new Set(['svg', 'g', 'path', 'rect', 'circle', 'line', 'text', 'tspan', 'title', 'desc', 'style']);
const attributeName = /^(?!on)[a-z][a-zA-Z0-9-]*$/;

/**
 * A shape as text, every label escaped.
 * @throws {RangeError} on an element that does not draw, or an attribute that could run something (a bug, not a user error)
 */
export const svgText = ({ tag, attributes, children }: Shape): string => {
  if (!drawing.has(tag)) throw new RangeError(`<${tag}> is no part of a picture`);
  const written = Object.entries(attributes).map(([name, value]) => {
    if (!attributeName.test(name) || name === 'href') throw new RangeError(`${name} is no attribute of a picture`);
    return ` ${name}="${escaped(String(value))}"`;
  });
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : svgText(child))).join('');
  return inner === '' ? `<${tag}${written.join('')}/>` : `<${tag}${written.join('')}>${inner}</${tag}>`;
};
