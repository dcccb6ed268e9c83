import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { binaryWays } from '../../services/binary-ways.ts';
import { cacheFolder } from '../../services/cache-folder.ts';
import { temporalVersion } from '../../services/vendors.ts';
import { bytesText } from '../plan/bytes-text.ts';
import { note } from './check.ts';
import type { Check } from './check.ts';

const bytesOf = (path: string): number => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesOf(join(path, name)), 0);
};

const oldPrograms = (): readonly string[] => {
  const bin = join(cacheFolder(), 'bin');
  if (!existsSync(bin)) return [];
  const ways = (['temporal', 'mongo'] as const).flatMap((name) => binaryWays(name, undefined, process.env));
  const current = ways.map(({ file }) => file);
  const own = `-${process.platform}-${process.arch}`;
  return readdirSync(bin)
    .filter((name) => name.endsWith(own) && !current.some((file) => file.startsWith(join(bin, name, '/'))))
    .map((name) => join(bin, name));
};

const oldRecords = (home: string | null): readonly string[] => {
  const folder = home === null ? '' : join(home, 'temporal');
  if (home === null || !existsSync(folder)) return [];
  const isOld = (name: string): boolean =>
    name.startsWith('temporal-') && !name.startsWith(`temporal-${temporalVersion}.`);
  return readdirSync(folder)
    .filter(isOld)
    .map((name) => join(folder, name));
};

/** Files of earlier versions, which nothing reads any longer. */
export const checkStale = (home: string | null): readonly Check[] => {
  const left = [...oldPrograms(), ...oldRecords(home)];
  if (left.length === 0) return [];
  const bytes = left.reduce((sum, path) => sum + bytesOf(path), 0);
  return [note('left over', `${left.join(', ')}: ${bytesText(bytes)} of earlier versions`, 'may be deleted')];
};
