import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

import { paletteCss } from '../../pictures/palette.ts';

export type Asset = { readonly body: Uint8Array<ArrayBuffer>; readonly type: string };

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The files of the built page by their paths, read once; the colours are those of all pictures.
 * @throws {Error} where the page was not built
 */
export const readAssets = (folder: string): ReadonlyMap<string, Asset> => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const assets = files.map((entry): readonly [string, Asset] => {
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length).replaceAll('\\', '/');
    return [
      path,
      { body: Uint8Array.from(readFileSync(file)), type: types[extname(file)] ?? 'application/octet-stream' },
    ];
  });
  const palette = { body: new TextEncoder().encode(paletteCss), type: types['.css'] as string };
  return new Map([...assets, ['/palette.css', palette]]);
};
