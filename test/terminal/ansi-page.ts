/** Colours of a terminal: the 16 of ANSI, then what is written with and on where none is asked for. */
export type Palette = {
  readonly colours: readonly string[];
  readonly ink: string;
  readonly paper: string;
};

/** xterm's own colours, which are neither the kindest nor the rarest. */
const xterm = [
  ['#000000', '#cd0000', '#00cd00', '#cdcd00', '#0000ee', '#cd00cd', '#00cdcd', '#e5e5e5'],
  ['#7f7f7f', '#ff0000', '#00ff00', '#ffff00', '#5c5cff', '#ff00ff', '#00ffff', '#ffffff'],
].flat();

export const palettes: Readonly<Record<'dark' | 'light', Palette>> = {
  dark: { colours: xterm, ink: '#e5e5e5', paper: '#000000' },
  light: { colours: xterm, ink: '#000000', paper: '#ffffff' },
};

type Style = { readonly colour: number | null; readonly bold: boolean; readonly dim: boolean };

const plain: Style = { colour: null, bold: false, dim: false };

/** One code of a sequence `ESC[…m`. @throws {Error} on what this program never asks a terminal for */
const changed = (style: Style, code: number): Style => {
  if (code === 0) return plain;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, colour: null };
  if (code === 49) return style; // the paper is never coloured
  if (code >= 30 && code <= 37) return { ...style, colour: code - 30 };
  if (code >= 90 && code <= 97) return { ...style, colour: code - 82 };
  throw new Error(`code ${code} is none of the 16 colours, bold or dim`);
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const span = (text: string, { colour, bold, dim }: Style, { colours }: Palette): string => {
  const css = [
    ...(colour === null ? [] : [`color:${colours[colour]}`]),
    ...(bold ? ['font-weight:bold'] : []),
    ...(dim ? ['opacity:.6'] : []),
  ].join(';');
  return css === '' ? escaped(text) : `<span style="${css}">${escaped(text)}</span>`;
};

/** What `tmux capture-pane -e` gives, as a page of that palette. */
export const ansiPage = (captured: string, palette: Palette): string => {
  let style = plain;
  const parts = captured.split(/\u001B\[([\d;]*)m/);
  const body = parts.map((part, at) => {
    if (at % 2 === 0) return part === '' ? '' : span(part, style, palette);
    style = part.split(';').map(Number).reduce(changed, style);
    return '';
  });
  return `<!doctype html><meta charset="utf-8"><style>html{background:${palette.paper}}pre{margin:0;padding:12px;width:max-content;
color:${palette.ink};background:${palette.paper};font:14px/1.2 "DejaVu Sans Mono",monospace}</style><pre>${body.join('')}</pre>`;
};
