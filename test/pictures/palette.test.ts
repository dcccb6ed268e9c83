import { describe, expect, it } from 'vitest';

import { dash, hue, hues, paletteCss, themes } from '../../pictures/palette.ts';

type Rgb = readonly [number, number, number];

const channels = (colour: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255) as unknown as Rgb;
const toLinear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const linearOf = (colour: string): Rgb => channels(colour).map(toLinear) as unknown as Rgb;

/** WCAG 2.2: relative luminance, and contrast of two. */
const luminance = (colour: string): number => {
  const [r, g, b] = linearOf(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** Full dichromacy in linear RGB, Machado, Oliveira & Fernandes 2009, table 1, severity 1. */
const sights: Readonly<Record<string, readonly Rgb[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b*, D65. */
const lab = (rgb: Rgb): Rgb => {
  const [r, g, b] = rgb.map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb;
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};
const seen = (colour: string, matrix: readonly Rgb[]): Rgb => {
  const rgb = linearOf(colour);
  return lab(
    matrix.map((row) => row.reduce((sum, value, at) => sum + value * (rgb[at] as number), 0)) as unknown as Rgb,
  );
};
const distance = (a: Rgb, b: Rgb): number => Math.hypot(...a.map((value, at) => value - (b[at] as number)));

describe.each(Object.entries(themes))('the %s palette', (_name, theme) => {
  it('has ink that can be read and marks that can be seen on its paper', () => {
    const ofTexts = ['ink', 'soft'].filter((name) => contrast(theme[name] as string, theme.paper as string) < 4.5);
    const ofMarks = Object.keys(theme).filter(
      (name) => /^c\d|heat|good|bad/.test(name) && contrast(theme[name] as string, theme.paper as string) < 3,
    );

    expect([...ofTexts, ...ofMarks]).toEqual([]);
  });

  it.each(Object.keys(sights))('keeps the first four hues apart for %s sight', (sight) => {
    const first = [0, 1, 2, 3].map((n) => seen(theme[`c${n}`] as string, sights[sight] as readonly Rgb[]));
    const pairs = first.flatMap((a, i) => first.slice(i + 1).map((b) => distance(a, b)));

    expect(Math.min(...pairs)).toBeGreaterThan(10);
  });
});

describe('the palette', () => {
  it('gives series beyond the last hue another dash', () => {
    const series = Array.from({ length: 24 }, (_, n) => `${hue(n)} ${dash(n)}`);

    expect(new Set(series).size).toBe(24);
  });

  it('names the same colours in both themes and every hue', () => {
    expect(Object.keys(themes.dark)).toEqual(Object.keys(themes.light));
    expect(Object.keys(themes.light)).toEqual(expect.arrayContaining(Array.from({ length: hues }, (_, n) => `c${n}`)));
    expect(paletteCss).toContain('--ink:');
  });
});
