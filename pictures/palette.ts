/** The colours of all pictures and pages, by CSS variable. */
type Theme = Readonly<Record<string, string>>;

/**
 * Eight hues that people with any one kind of colour blindness tell apart, by lightness where not by hue, each at least 3 : 1
 * against the paper; after Okabe & Ito 2008, darkened for white paper and lightened for dark.
 */
const light: Theme = {
  paper: '#ffffff',
  raised: '#f5f6f8',
  ink: '#1b1f24',
  soft: '#59616b',
  line: '#d5d9df',
  heat: '#0b5394',
  c0: '#0067a8',
  c1: '#c14a00',
  c2: '#00805c',
  c3: '#b04a8b',
  c4: '#8f6400',
  c5: '#3b87c4',
  c6: '#5b3a9e',
  c7: '#5f666e',
  good: '#00805c',
  bad: '#b3261e',
};

const dark: Theme = {
  paper: '#14171b',
  raised: '#1d2127',
  ink: '#e8ebef',
  soft: '#a2abb5',
  line: '#3a414a',
  heat: '#7cc0ff',
  c0: '#5ab1f0',
  c1: '#ff8f4d',
  c2: '#3ecb9c',
  c3: '#ee92c9',
  c4: '#e6b84a',
  c5: '#9fd3ff',
  c6: '#b9a0f2',
  c7: '#a9b1ba',
  good: '#3ecb9c',
  bad: '#ff8a80',
};

export const themes = { light, dark } as const;

const declarations = (theme: Theme): string =>
  Object.entries(theme)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/**
 * Style sheet with the colours of both themes: as the reader's system has it, unless `data-theme` on the root says which;
 * always the light one on printed paper.
 */
export const paletteCss = [
  `:root{color-scheme:light dark;${declarations(light)}}`,
  `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${declarations(dark)}}}`,
  `:root[data-theme=dark]{color-scheme:dark;${declarations(dark)}}`,
  `:root[data-theme=light]{color-scheme:light}`,
  `@media print{:root,:root[data-theme=dark]{color-scheme:light;${declarations(light)}}}`,
].join('\n');

export const hues = 8;

/** The colour of the n-th series; after eight they begin again, with another dash. */
export const hue = (n: number): string => `var(--c${n % hues})`;

const dashes = ['', '7 3', '2 3', '9 3 2 3'];

/** The dash of the n-th series, which tells neighbours apart without colour. */
export const dash = (n: number): string => dashes[(n + Math.floor(n / hues)) % dashes.length] as string;
