/** Gives characters a colour, or leaves them as they are where there is none. */
export type Paint = (text: string) => string;

export const unpainted: Paint = (text) => text;

/**
 * The one colour of pictures in the terminal, as Node's `styleText` calls it. Of the 16 it alone keeps a contrast of 3 to 1
 * on dark and on light in the palettes of all usual terminals. It never says anything alone: signs and places say it too.
 */
export const accent = 'redBright';
