import { basename, extname } from 'node:path';

/** A name that the format allows, made from a file's. */
export const nameFrom = (file: string): string => {
  const plain = basename(file).toLowerCase().replace(/\.gz$/, '');
  const words = plain.slice(0, plain.length - extname(plain).length).replaceAll(/[^a-z0-9]+/g, '-');
  return (
    words
      .replace(/^[^a-z]+/, '')
      .slice(0, 60)
      .replace(/-+$/, '') || 'my-sweep'
  );
};
