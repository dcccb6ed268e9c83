import type { DeviceClass } from '../../core/engine.ts';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';

export type PackageName = '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';

/** TensorFlow's library with the binding that Node.js loads it through. */
export type TensorflowInstall = {
  readonly module: string; // absolute path of the package's folder
  readonly package: PackageName;
  readonly device: DeviceClass;
  readonly version: string; // of the library
  readonly libraryPath: string | null; // for LD_LIBRARY_PATH
  readonly from: 'beside' | 'vendor' | 'pypi' | 'path'; // beside: installed by the user with npm
};

/** Written last into an installation's folder: what is complete, and how large each of its files is. */
export type Mark = Pick<TensorflowInstall, 'package' | 'device' | 'version'> & {
  readonly v: 1;
  readonly from: Exclude<TensorflowInstall['from'], 'beside'>;
  readonly libraryFolders: readonly string[]; // inside the installation, or the user's own
  readonly files: Readonly<Record<string, number>>; // bytes; of a link, those of what it leads to
  readonly digests: Readonly<Record<string, string>>; // SHA-256 of the libraries
};

export const packageOf = (device: DeviceClass): PackageName =>
  device === 'cpu' ? '@tensorflow/tfjs-node' : '@tensorflow/tfjs-node-gpu';

export const markName = 'installed.json';
export const packageFolder = 'package';

/** The folder of the cache that holds installations. A home folder may be shared by machines of several kinds. */
export const installationsFolder = (env: NodeJS.ProcessEnv): string =>
  join(cacheFolder(env), 'tensorflow', `${process.platform}-${process.arch}`);

/** An installation in the cache; `damaged` says what is wrong where it is not what its mark says. */
export type Installation = { readonly folder: string; readonly mark: Mark | null; readonly damaged: string | null };

/** All that stands in the cache, half-finished installations too, the newest version first. */
export const readInstallations = (env: NodeJS.ProcessEnv): readonly Installation[] => {
  const root = installationsFolder(env);
  if (!existsSync(root)) return [];
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .filter(({ name }) => /^(?:\.making-)?c(?:pu|uda)-/.test(name))
    .map(({ name }) => readInstallation(join(root, name)))
    .toSorted((a, b) => byVersion(b.mark?.version ?? '', a.mark?.version ?? ''));
};

export const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

export function readInstallation(folder: string): Installation {
  let mark: Mark;
  try {
    mark = JSON.parse(readFileSync(join(folder, markName), 'utf8')) as Mark;
  } catch {
    return { folder, mark: null, damaged: 'it was not finished' };
  }
  const wrong = Object.entries(mark.files).find(([file, bytes]) => sizeOf(join(folder, file)) !== bytes);
  if (wrong === undefined) return { folder, mark, damaged: null };
  const [file, bytes] = wrong;
  const found = sizeOf(join(folder, file));
  const what = found === null ? 'is gone' : `has ${found} bytes instead of ${bytes}`;
  return { folder, mark, damaged: `${file} ${what}` };
}

function sizeOf(file: string): number | null {
  try {
    return statSync(file).size;
  } catch {
    return null; // not there, or a link that leads nowhere
  }
}
