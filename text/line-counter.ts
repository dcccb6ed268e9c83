/** Tells on which line of the file a record begins, from the bytes that went by and the place where it ends. */
export type LineCounter = {
  readonly feed: (chunk: Uint8Array) => void;
  /** Line of the record that ends before byte `end`; blank lines before it are passed over. */
  readonly recordLine: (end: number) => number;
};

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Counts `\n`, `\r\n` and a lone `\r` each as one line, quoted ones too; the first byte is on line `firstLine`. */
export const createLineCounter = (firstLine: number): LineCounter => {
  const chunks: Uint8Array[] = [];
  let chunkStart = 0; // place of chunks[0]
  let place = 0;
  let line = firstLine;
  let previous = 0;
  const next = (): number | undefined => {
    while (chunks[0] !== undefined && place - chunkStart >= chunks[0].length) chunkStart += chunks.shift()?.length ?? 0;
    return chunks[0]?.[place - chunkStart];
  };
  const step = (byte: number): void => {
    if (byte === carriageReturn || (byte === newline && previous !== carriageReturn)) line++;
    previous = byte;
    place++;
  };
  return {
    feed: (chunk) => void chunks.push(chunk),
    recordLine: (end) => {
      for (let byte = next(); byte === newline || byte === carriageReturn; byte = next()) step(byte);
      const first = line;
      for (let byte = next(); byte !== undefined && place < end; byte = next()) step(byte);
      return first;
    },
  };
};
