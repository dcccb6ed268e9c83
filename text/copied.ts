/** V8 lets a piece of a string hold the whole string in memory; a word that is kept is copied out of its text. */
export const copied = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
