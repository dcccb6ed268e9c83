import type { DeviceClass } from '../../core/engine.ts';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SweepError } from '../../core/errors.ts';
import { whileLocked } from '../build-lock.ts';
import { startClock, type Clock, type Progress } from '../progress-clock.ts';
import { fetchBinding, fetchTools } from './binding-package.ts';
import { installOf } from './find-tensorflow.ts';
import { installationsFolder, packageFolder, packageOf, readInstallation, readInstallations } from './installation.ts';
import type { TensorflowInstall } from './installation.ts';
import { writeMark } from './mark.ts';
import { Missing, needNpm } from './needs.ts';
import { probe } from './probe.ts';
import { waysTo, type Way } from './ways.ts';
import { forgetWheels } from './wheels.ts';

type Options = {
  readonly device: DeviceClass;
  readonly from?: string | undefined; // vendor, pypi or a folder
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
};

export const lockFile = (env: NodeJS.ProcessEnv): string => join(installationsFolder(env), 'install.lock');

/**
 * Puts TensorFlow's library and its binding into the user's cache. What a killed installation left is cleared away, but
 * for downloads that are complete; while another process installs, this one waits.
 * @returns `fresh` false where it was there already
 * @throws {SweepError} SERVER_UNAVAILABLE, saying what was tried, if it is not to be had
 */
export async function installTensorflow({
  device,
  from,
  onProgress = () => undefined,
  env = process.env,
}: Options): Promise<{ readonly install: TensorflowInstall; readonly fresh: boolean }> {
  const clock = startClock('tensorflow', onProgress);
  const wait = (owner: number) => clock.show(`waiting for process ${owner}, which installs it`);
  try {
    return await whileLocked(lockFile(env), wait, async () => {
      clearRests(env);
      const there = installed(device, from, env);
      if (there !== undefined) return { install: there, fresh: false };
      return { install: await tryWays(device, from, env, clock), fresh: true };
    });
  } finally {
    clock.stop();
  }
}

const clearRests = (env: NodeJS.ProcessEnv): void => {
  const root = installationsFolder(env);
  for (const name of readdirSync(root).filter((each) => each.startsWith('.making-'))) {
    rmSync(join(root, name), { recursive: true, force: true });
  }
};

/** A folder that is named is linked anew: what it holds may have changed. */
const installed = (
  device: DeviceClass,
  from: string | undefined,
  env: NodeJS.ProcessEnv,
): TensorflowInstall | undefined =>
  readInstallations(env)
    .flatMap((each) => installOf(each) ?? [])
    .find((each) => each.device === device && (from === undefined || (each.from === from && from !== 'path')));

async function tryWays(
  device: DeviceClass,
  from: string | undefined,
  env: NodeJS.ProcessEnv,
  clock: Clock,
): Promise<TensorflowInstall> {
  const tried: string[] = [];
  const fixes: string[] = [];
  for (const way of waysTo(device, from, env)) {
    try {
      return await makeInstallation(device, way, env, clock);
    } catch (error) {
      tried.push(`${way.title}: ${(error as Error).message.trim()}`);
      if (error instanceof Missing && !fixes.includes(error.fix)) fixes.push(error.fix);
    }
  }
  throw notToBeHad(device, tried, fixes);
}

function notToBeHad(device: DeviceClass, tried: readonly string[], fixes: readonly string[]): SweepError {
  const all = [...fixes, 'name a libtensorflow that is on this machine: --from <folder>'];
  return new SweepError({
    code: 'SERVER_UNAVAILABLE',
    message: `TensorFlow for ${device === 'cpu' ? 'CPUs' : 'GPUs'} could not be installed. Tried:\n${tried
      .map((line) => `  - ${line}`)
      .join('\n')}`,
    fix: `one of these, then run it again (what was downloaded is kept):\n${all.map((fix) => `  - ${fix}`).join('\n')}`,
  });
}

async function makeInstallation(
  device: DeviceClass,
  way: Way,
  env: NodeJS.ProcessEnv,
  clock: Clock,
): Promise<TensorflowInstall> {
  clock.begin(`looking what ${way.title} needs`);
  needNpm(env);
  await way.check();
  const root = installationsFolder(env);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(root, `.making-${device}-`));
  try {
    clock.begin(`fetching ${packageOf(device)} and what compiles it`);
    await fetchBinding(packageOf(device), folder, env);
    await fetchTools(folder, env);
    const { libraryFolders } = await way.make({ folder, env, clock });
    clock.begin('running one step of an LSTM on it');
    const libraryPath = libraryFolders.map((each) => join(folder, each)).join(':') || null;
    const probed = await probe(join(folder, packageFolder), { libraryPath, env });
    if (probed.state === 'failed') throw new Error(whyNot(probed.message));
    for (const rest of ['node_modules', 'fetched', 'package.json', 'package-lock.json', join(packageFolder, 'build')]) {
      rmSync(join(folder, rest), { recursive: true, force: true });
    }
    clock.begin('noting the digests of its files');
    await writeMark(folder, { device, version: probed.version, from: way.from, libraryFolders });
    const done = replaceBy(folder, join(root, `${device}-${probed.version}`));
    forgetWheels(env);
    return done;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const whyNot = (message: string): string =>
  /BlockLSTM.*(?:not found|not registered)|(?:not found|not registered).*BlockLSTM/i.test(message)
    ? `the library lacks the fused LSTM (BlockLSTMV2): it is older than TensorFlow 2.2, or built without it (${message})`
    : `the library does not work here: ${message}`;

/** In one step, so that whoever looks meanwhile finds the old one or the new one. */
function replaceBy(folder: string, to: string): TensorflowInstall {
  const old = `${folder}-old`;
  try {
    renameSync(to, old);
  } catch {
    // There was none.
  }
  renameSync(folder, to);
  rmSync(old, { recursive: true, force: true });
  const found = installOf(readInstallation(to));
  if (found === undefined) throw new Error(`${to} is not complete`);
  return found;
}
