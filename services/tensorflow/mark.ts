import { closeSync, existsSync, fsyncSync, openSync, readdirSync, realpathSync, statSync, writeSync } from 'node:fs';
import { join, relative } from 'node:path';
import { addonOf } from './addon.ts';
import { digestOf } from './digest.ts';
import { markName, packageFolder, packageOf } from './installation.ts';
import type { Mark } from './installation.ts';

/** Notes that an installation is complete, and what its files are. */
export async function writeMark(
  folder: string,
  about: Pick<Mark, 'device' | 'version' | 'from' | 'libraryFolders'>,
): Promise<void> {
  const lib = join(folder, packageFolder, 'deps', 'lib');
  const linked = readdirSync(lib).map((name) => join(lib, name));
  const unpacked = filesBelow(join(folder, 'libraries'));
  const addon = addonOf(join(folder, packageFolder));
  const files = [...linked, ...unpacked, ...(addon === undefined ? [] : [addon])];
  const libraries = [...new Set(linked.map((file) => realpathSync(file)))];
  const digests: Record<string, string> = {};
  for (const file of libraries) digests[within(folder, file)] = await digestOf(file, 'sha256', 'hex');
  const mark: Mark = {
    v: 1,
    package: packageOf(about.device),
    ...about,
    files: Object.fromEntries(files.map((file) => [relative(folder, file), statSync(file).size])),
    digests,
  };
  const descriptor = openSync(join(folder, markName), 'wx', 0o600);
  writeSync(descriptor, JSON.stringify(mark, null, 1));
  fsyncSync(descriptor);
  closeSync(descriptor);
}

const within = (folder: string, file: string): string => {
  const path = relative(folder, file);
  return path.startsWith('..') ? file : path;
};

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.h'))
    .map((entry) => join(entry.parentPath, entry.name));
}
