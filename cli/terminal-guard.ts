/** What this program itself and its live views send: colours, and moves and erasures within their own lines. */
const own = String.raw`\u001B\[(?:\d{1,4}(?:;\d{1,4})*)?[mKAGJBCDEF]|\u001B\[\?(?:25|2026)[hl]`;
/** Control characters but tab and line ends, those of the upper half, and those that turn the direction of reading. */
const foreign = String.raw`[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]`;
const pattern = new RegExp(`(${own})|${foreign}`, 'g');

/**
 * A text that cannot make a terminal do what this program does not do: no titles, no clipboard, no links, no keys sent
 * back. The last gate, behind `harmless` on every text that comes from data.
 */
export const forTerminal = (text: string): string =>
  text.replaceAll(pattern, (_, kept: string | undefined) => kept ?? '\uFFFD');

type Stream = { readonly isTTY?: boolean; write: NodeJS.WriteStream['write'] };

/** Lets nothing else through to a terminal; files and pipes get every byte as it is. */
export const guardTerminal = (stream: Stream): void => {
  if (stream.isTTY !== true) return;
  const write = stream.write.bind(stream) as (...args: readonly unknown[]) => boolean;
  stream.write = ((chunk: unknown, ...rest: readonly unknown[]) =>
    write(typeof chunk === 'string' ? forTerminal(chunk) : chunk, ...rest)) as Stream['write'];
};
