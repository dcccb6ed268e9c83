/** Three significant digits, without an exponent where people would not write one. */
export const short = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toPrecision(3));

/** A moment on this machine's clock, to the minute: `2026-08-02 14:03`. */
export const moment = (ms: number): string => {
  const at = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** An amount on disk: `0 B`, `12.3 KiB`, `4.0 GiB`. */
export const sizeText = (bytes: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const at = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return at === 0 ? `${bytes} B` : `${(bytes / 2 ** (10 * at)).toFixed(1)} ${units[at]}`;
};
