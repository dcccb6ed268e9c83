import type { DeviceClass } from '../../core/engine.ts';
import { delimiter, join, resolve } from 'node:path';
import { findBeside } from './beside.ts';
import { packageFolder, readInstallations } from './installation.ts';
import type { Installation, TensorflowInstall } from './installation.ts';

/**
 * The TensorFlow libraries that can be used here, best first: what the user installed with npm beside this program, that
 * for GPUs first; then what `sweep engine install` put into the cache, the newest first.
 * @param device only those of this class
 */
export async function findTensorflow(
  env: NodeJS.ProcessEnv = process.env,
  device?: DeviceClass,
): Promise<readonly TensorflowInstall[]> {
  const cached = readInstallations(env).flatMap((each) => installOf(each) ?? []);
  const ordered = [
    ...cached.filter((each) => each.device === 'cuda'),
    ...cached.filter((each) => each.device === 'cpu'),
  ];
  return [...(await findBeside(env)), ...ordered].filter((each) => device === undefined || each.device === device);
}

/** What a complete installation of the cache is to whoever loads it; undefined where it is damaged. */
export function installOf({ folder, mark, damaged }: Installation): TensorflowInstall | undefined {
  if (mark === null || damaged !== null) return undefined;
  const folders = mark.libraryFolders.map((each) => resolve(folder, each));
  const { package: name, device, version, from } = mark;
  const libraryPath = folders.length === 0 ? null : folders.join(delimiter);
  return { module: join(folder, packageFolder), package: name, device, version, libraryPath, from };
}
