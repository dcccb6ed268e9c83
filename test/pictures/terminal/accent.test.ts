import { styleText } from 'node:util';

import { expect, test } from 'vitest';

import { accent } from '../../../pictures/terminal/accent.ts';

/** The bright red of the palettes that terminals come with, and what they call black and white, as backgrounds. */
const palettes = {
  xterm: ['ff0000', '000000', 'ffffff'],
  'Linux console': ['ff5555', '000000', 'ffffff'],
  'Windows Terminal': ['e74856', '0c0c0c', 'ffffff'],
  'GNOME Terminal': ['ef2929', '300a24', 'ffffff'],
  'Terminal of macOS': ['e50000', '000000', 'ffffff'],
  Solarized: ['cb4b16', '002b36', 'fdf6e3'],
} as const;

const luminance = (hex: string): number => {
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

test('the accent is bright red, code 91', () => {
  expect(styleText(accent, 'x', { validateStream: false })).toBe('\u001B[91mx\u001B[39m');
});

test.each(Object.entries(palettes))('it stands out 3 to 1 on dark and on light: %s', (_name, [red, dark, light]) => {
  expect(contrast(red, dark)).toBeGreaterThanOrEqual(3);
  expect(contrast(red, light)).toBeGreaterThanOrEqual(3);
});
