import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { packageFolder } from './installation.ts';
import { Missing } from './needs.ts';

/** A library on this machine: its two files and the folder of its headers. */
export type Library = { readonly main: string; readonly framework: string; readonly include: string };

const mains = ['libtensorflow.so.2', 'libtensorflow_cc.so.2', 'libtensorflow.so'];
const frameworks = ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'];
const header = join('tensorflow', 'c', 'eager', 'c_api.h');

/**
 * The library in a folder that somebody points at: of libtensorflow's archive, of an installed Python package, or `lib`.
 * @throws {Missing} naming what is not there
 */
export function libraryIn(folder: string): Library {
  const places = ['', 'lib', 'tensorflow', 'lib64'].map((part) => join(folder, part));
  const place = places.find((each) => mains.some((name) => existsSync(join(each, name))));
  if (place === undefined) {
    throw new Missing(
      `${folder} holds no ${mains[0]} or ${mains[1]}`,
      'name the folder of an unpacked libtensorflow, or of an installed Python package "tensorflow"',
    );
  }
  const find = (names: readonly string[]): string | undefined =>
    names.map((name) => join(place, name)).find((file) => existsSync(file));
  const framework = find(frameworks);
  if (framework === undefined) throw new Missing(`${place} holds no ${frameworks[0]}`, 'install that library again');
  const include = [join(place, 'include'), join(dirname(place), 'include'), join(folder, 'include')].find((each) =>
    existsSync(join(each, header)),
  );
  if (include === undefined) {
    throw new Missing(
      `there are no headers (include/${header}) beside ${place}`,
      'install the headers with the library',
    );
  }
  return { main: realpathSync(find(mains) as string), framework: realpathSync(framework), include };
}

/** The names that the binding and the library itself look for. */
const names = (base: string): readonly string[] => [`lib${base}.so`, `lib${base}.so.2`, `lib${base}.so.2.9.1`];

/** Puts a library under the package, as links: relative ones within the installation, which is renamed once it is complete. */
export function linkLibrary(folder: string, { main, framework, include }: Library): void {
  const lib = join(folder, packageFolder, 'deps', 'lib');
  mkdirSync(lib, { recursive: true });
  const link = (target: string, at: string): void => {
    const inside = !relative(folder, target).startsWith('..') && !isAbsolute(relative(folder, target));
    symlinkSync(inside ? relative(dirname(at), target) : target, at);
  };
  for (const name of [...names('tensorflow'), 'libtensorflow_cc.so.2']) link(main, join(lib, name));
  for (const name of names('tensorflow_framework')) link(framework, join(lib, name));
  link(include, join(folder, packageFolder, 'deps', 'include'));
}

/** The folders of CUDA's libraries that came in wheels, as seen from the installation. */
export function cudaFolders(folder: string, libraries: string): readonly string[] {
  const root = join(folder, libraries, 'nvidia');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((name) => join(libraries, 'nvidia', name, 'lib'))
    .filter((each) => existsSync(join(folder, each)));
}
