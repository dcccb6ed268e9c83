import type { DeviceClass } from '../core/engine.ts';
import { rmSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';

import { SweepError } from '../core/errors.ts';
import { findTensorflow } from '../services/tensorflow/find-tensorflow.ts';
import { installCommand } from '../services/tensorflow/install-command.ts';
import { installTensorflow, lockFile } from '../services/tensorflow/install-tensorflow.ts';
import { readInstallations } from '../services/tensorflow/installation.ts';
import type { Installation, TensorflowInstall } from '../services/tensorflow/installation.ts';
import { lockHolder } from '../services/build-lock.ts';
import { say, sayProgress } from './say.ts';

const fromText: { readonly [from in TensorflowInstall['from']]: string } = {
  beside: 'installed with npm beside this program',
  vendor: "from the vendor's download",
  pypi: 'from the Python package index',
  path: 'linked to a library of yours',
};

const deviceText = { cpu: 'for CPUs', cuda: 'for GPUs (CUDA)' } as const;

export const installText = ({ version, device, from, module }: TensorflowInstall): string =>
  `TensorFlow ${version} ${deviceText[device]}, ${fromText[from]}\n  ${module}`;

/** Installs the library into the user's cache, or says that it is there. @throws {SweepError} SERVER_UNAVAILABLE */
export const installEngine = async (device: DeviceClass, from: string | undefined, json: boolean): Promise<void> => {
  const progress = sayProgress();
  const place = from === undefined || ['vendor', 'pypi'].includes(from) || isAbsolute(from) ? from : resolve(from);
  const { install, fresh } = await installTensorflow({ device, from: place, onProgress: progress.show }).finally(
    progress.end,
  );
  if (json) return console.log(JSON.stringify({ v: 1, fresh, install }));
  console.log(`${fresh ? 'Installed' : 'Installed already'}: ${installText(install)}`);
  say(
    `Use it: sweep worker --engine tensorflow${device === 'cuda' ? ' --gpus all' : ''}, or engine: tensorflow in a grid.`,
  );
};

const holder = (): number | undefined => lockHolder(lockFile(process.env));

/** What is wrong with the installations of the cache, each with what repairs it. */
export const damagedText = ({ folder, mark, damaged }: Installation): string => {
  const pid = mark === null ? holder() : undefined;
  if (pid !== undefined) return `process ${pid} installs TensorFlow now, in ${folder}`;
  const device = /[\\/](?:\.making-)?cuda-[^\\/]*$/.test(folder) ? 'cuda' : 'cpu';
  return `${folder} cannot be used: ${damaged ?? ''}; ${installCommand(device)} repairs it`;
};

export const listEngines = async (json: boolean): Promise<void> => {
  const installs = await findTensorflow();
  const damaged = readInstallations(process.env).filter((each) => each.damaged !== null);
  if (json) {
    const broken = damaged.map(({ folder, damaged: why }) => ({ folder, why }));
    return console.log(JSON.stringify({ v: 1, engines: ['wasm', ...installs], damaged: broken }));
  }
  console.log('wasm: built in, for CPUs');
  for (const install of installs) console.log(installText(install));
  for (const each of damaged) console.log(damagedText(each));
  if (installs.length === 0) say(`TensorFlow is not installed: ${installCommand('cpu')} (0.9 GB)`);
};

/** Frees what `install` put into the cache; what npm installed is the user's own. */
export const removeEngine = (device: DeviceClass): void => {
  const pid = holder();
  if (pid !== undefined) {
    throw new SweepError({
      code: 'USAGE',
      message: `Process ${pid} installs TensorFlow now.`,
      fix: 'wait for its end, or end it, then run this again',
    });
  }
  const folders = readInstallations(process.env).filter(({ mark }) => mark === null || mark.device === device);
  for (const { folder } of folders) rmSync(folder, { recursive: true, force: true });
  console.log(
    folders.length === 0
      ? 'There was nothing to remove.'
      : `Removed ${folders.map(({ folder }) => folder).join(' and ')}.`,
  );
};
