/** One text to predict, and what stands before the new columns of its row. */
export type InputRow = { readonly text: string; readonly cells: readonly string[] };

/** What is predicted: its columns, its rows in batches, and how it was read, to be said. */
export type Input = {
  readonly header: readonly string[];
  readonly separator: string;
  readonly rows: AsyncIterable<readonly InputRow[]>;
  readonly read: string | null; // e.g. `texts.csv as utf-8, fields between ;`
};

/** Texts that are given whole, one a row. */
export const inputOfTexts = (texts: readonly string[]): Input => ({
  header: ['text'],
  separator: ',',
  rows: (async function* () {
    yield texts.map((text) => ({ text, cells: [text] }));
  })(),
  read: null,
});
