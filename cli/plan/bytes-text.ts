/** An amount of memory: `13 MiB`, `4.0 GiB`. */
export const bytesText = (bytes: number): string =>
  bytes < 2 ** 30 ? `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
