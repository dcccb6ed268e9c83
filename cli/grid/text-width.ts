const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const flat = /\p{M}|\u200d|\ufe0f/u;

/** Columns of a terminal that a character takes: two for East Asian ones and emoji, none for marks upon others. */
export const characterWidth = (character: string): number => (flat.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** Texts of nothing but such characters, each one column wide, need no look at every character. */
const simple = /^[\0-\u02ff\u2010-\u205e\u2190-\u22ff\u2500-\u25fc]*$/;

export const textWidth = (text: string): number =>
  simple.test(text) ? text.length : Array.from(text).reduce((width, character) => width + characterWidth(character), 0);

export const padStart = (text: string, columns: number): string =>
  ' '.repeat(Math.max(0, columns - textWidth(text))) + text;

/** Control characters would let a file draw on the terminal. */
export const harmless = (text: string): string =>
  text.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');

/** The text in at most so many columns, the rest shown as `…`. */
export const cutTo = (text: string, columns: number): string => {
  if (textWidth(text) <= columns) return text;
  let width = 1;
  let kept = '';
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
};

/** Lines of at most so many columns, broken between words. */
export const wrapped = (text: string, columns: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && textWidth(line) + 1 + textWidth(word) <= columns)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(cutTo(word, columns));
  }
  return lines;
};
