/** Spellings that people copy from Python and Excel, by the label that TextDecoder knows. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['utf-8-sig', 'utf-8'],
  ['utf8-sig', 'utf-8'],
  ['u8', 'utf-8'],
  ['cp65001', 'utf-8'],
  ['latin-1', 'windows-1252'],
  ['latin', 'windows-1252'],
  ['iso8859-1', 'windows-1252'],
  ['8859', 'windows-1252'],
  ['ansi', 'windows-1252'],
  ['mbcs', 'windows-1252'],
  ['utf-16-le', 'utf-16le'],
  ['utf16le', 'utf-16le'],
  ['utf16', 'utf-16le'],
  ['utf-16-be', 'utf-16be'],
  ['utf16be', 'utf-16be'],
  ['cp932', 'shift_jis'],
  ['cp936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['cp950', 'big5'],
  ['koi8r', 'koi8-r'],
  ['koi8u', 'koi8-u'],
  ['cp874', 'windows-874'],
]);

/**
 * The name of an encoding as TextDecoder spells it, for any WHATWG label and for Python's spellings
 * (`latin-1`, `utf-8-sig`, `cp1252`, `iso8859_15`); null where there is no such encoding.
 */
export const asEncoding = (label: string): string | null => {
  const lower = label.trim().toLowerCase();
  const dashed = lower.replaceAll('_', '-');
  const latin = /^(?:iso-?)?(?:8859-|latin-?)(\d+)$/.exec(dashed);
  const guesses = [
    lower,
    dashed,
    spellings.get(dashed),
    latin === null ? undefined : isoOf(dashed, latin[1] as string),
  ];
  for (const guess of guesses) {
    if (guess === undefined) continue;
    try {
      return new TextDecoder(guess).encoding;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // RangeError: no such label, the next spelling may be one
    }
  }
  return null;
};

const isoOf = (label: string, number: string): string =>
  label.includes('latin') ? `l${number}` : `iso-8859-${number}`;

/** The encoding that the first bytes of a file name, and how many bytes that takes; null without a byte order mark. */
export const byteOrderMark = (head: Uint8Array): { readonly encoding: string; readonly bytes: number } | null => {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', bytes: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', bytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', bytes: 2 };
  return null;
};

/** UTF-16 without a byte order mark, told by its zero bytes: nearly every second one in texts of Latin letters. */
export const looksUtf16 = (head: Uint8Array): 'utf-16le' | 'utf-16be' | null => {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1;
  const [even, odd] = zeros as [number, number];
  const most = head.length * 0.2;
  if (odd > most && odd > 4 * even) return 'utf-16le';
  return even > most && even > 4 * odd ? 'utf-16be' : null;
};

/** An encoding that bytes which are not UTF-8 are likely in, to propose it. */
export const likelyEncoding = (bytes: Uint8Array): string => {
  const high = bytes.reduce((count, byte) => (byte >= 0x80 ? count + 1 : count), 0);
  const letters = bytes.reduce((count, byte) => (byte > 0x40 ? count + 1 : count), 0);
  if (high < letters / 4) return 'windows-1252';
  const cyrillic = new TextDecoder('windows-1251').decode(bytes).match(/[а-яё]/g)?.length ?? 0;
  if (cyrillic > high * 0.7) return 'windows-1251';
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  return ['shift_jis', 'euc-kr', 'gb18030', 'big5'].find((name) => isDecodable(name, whole)) ?? 'windows-1252';
};

/** Whether bytes from the front of a file are UTF-8; the last character may be cut. */
export const isUtf8 = (head: Uint8Array): boolean => isDecodable('utf-8', head, true);

const isDecodable = (encoding: string, bytes: Uint8Array, stream = false): boolean => {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream });
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
};
