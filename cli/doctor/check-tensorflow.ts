import { basename } from 'node:path';

import { readGpus } from '../../services/gpus/read-gpus.ts';
import type { Gpu } from '../../services/gpus/parse-gpus.ts';
import { packagesBeside } from '../../services/tensorflow/beside.ts';
import { cudaVersions } from '../../services/tensorflow/cuda-versions.ts';
import { findTensorflow } from '../../services/tensorflow/find-tensorflow.ts';
import { installCommand } from '../../services/tensorflow/install-command.ts';
import { readInstallations } from '../../services/tensorflow/installation.ts';
import type { TensorflowInstall } from '../../services/tensorflow/installation.ts';
import { findPython, Missing, needCompiler, needGlibc } from '../../services/tensorflow/needs.ts';
import { probe } from '../../services/tensorflow/probe.ts';
import { damagedText, installText } from '../engine.ts';
import { bytesText } from '../plan/bytes-text.ts';
import { note, ok, type Check } from './check.ts';
import { gpuFix } from './gpu-fix.ts';

const name = 'tensorflow';

/** What an installation needs and this machine lacks. */
const lacking = async (): Promise<string | null> => {
  try {
    needGlibc();
    needCompiler(process.env);
    await findPython(process.env);
    return null;
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return `${error.message}: ${error.fix}`;
  }
};

const checkMissing = async (hasGpu: boolean): Promise<Check> => {
  const found = 'not installed; only needed for `engine: tensorflow`, large models and GPUs';
  const lacks = await lacking();
  return note(name, lacks === null ? found : `${found}\n${lacks}`, installCommand(hasGpu ? 'cuda' : 'cpu'));
};

/** The library, with one step of an LSTM on the processor. */
const checkOnCpu = async (install: TensorflowInstall): Promise<Check> => {
  const text = installText(install).replace('\n  ', '\n');
  const probed = await probe(install.module, { libraryPath: install.libraryPath, env: process.env });
  if (probed.state === 'ran') return ok(name, text.replace('\n', '; BlockLSTMV2 runs on the CPU\n'));
  const fix = install.from === 'beside' ? `npm rebuild ${install.package}` : installCommand(install.device);
  return note(name, `${text}\nBlockLSTMV2 does not run: ${probed.message}`, fix);
};

const gpuText = ({ index, name: product, memoryBytes, usedBytes, parts }: Gpu): string => {
  const split = parts.length === 0 ? '' : `, split into ${parts.length} parts (MIG)`;
  return `GPU ${index}, ${product}, ${bytesText(usedBytes)} of ${bytesText(memoryBytes)} used${split}`;
};

/** One step of an LSTM on each card, or on the first part of one that is split. */
const checkOnGpu = async (install: TensorflowInstall, gpu: Gpu, driver: string): Promise<Check> => {
  const uuid = gpu.parts[0]?.uuid ?? gpu.uuid;
  const probed = await probe(install.module, { libraryPath: install.libraryPath, env: process.env, gpu: uuid });
  const what = `${gpuText(gpu)}; driver ${driver}; ${cudaVersions(install)}`;
  if (probed.state === 'ran' && probed.device === 'cuda') return ok('gpu', `${what}; BlockLSTMV2 runs on it`);
  const said = probed.state === 'ran' ? probed.said : probed.message;
  const why = probed.state === 'ran' ? 'the library does not see it' : probed.message;
  return note('gpu', `${what}\nBlockLSTMV2 does not run on it: ${why}`, gpuFix(said, driver));
};

const checkGpus = async (installs: readonly TensorflowInstall[]): Promise<readonly Check[]> => {
  const gpus = await readGpus();
  if (gpus.state === 'none') {
    const cuda = installs.some(({ device }) => device === 'cuda');
    if (!cuda && gpus.why.startsWith('there is no')) return [];
    return [note('gpu', `none: ${gpus.why}`, 'install the NVIDIA driver; in a container, start it with --gpus all')];
  }
  const install = installs.find(({ device }) => device === 'cuda');
  if (install === undefined) {
    return gpus.gpus.map((gpu) => note('gpu', `${gpuText(gpu)}; nothing here uses it`, installCommand('cuda')));
  }
  const checks: Check[] = [];
  for (const gpu of gpus.gpus) checks.push(await checkOnGpu(install, gpu, gpus.driver));
  return checks;
};

/** Which libraries of TensorFlow are there, whether a step of an LSTM runs on each device, and what to do where not. */
export const checkTensorflow = async (): Promise<readonly Check[]> => {
  const installs = await findTensorflow();
  const damaged = readInstallations(process.env).filter((each) => each.damaged !== null);
  const used = installs.map(({ module }) => module);
  const unusable = packagesBeside().filter(({ module }) => !used.includes(module));
  const gpus = await checkGpus(installs);
  const checks: Check[] = [];
  for (const install of installs) checks.push(await checkOnCpu(install));
  for (const each of damaged) checks.push(note(name, damagedText(each)));
  for (const { module } of unusable) {
    const found = `@tensorflow/${basename(module)} is beside this program, and its library or its addon is not\n${module}`;
    checks.push(note(name, found, `npm rebuild @tensorflow/${basename(module)}, which downloads them`));
  }
  const none = installs.length === 0 && damaged.length === 0;
  return [...(none ? [await checkMissing(gpus.length > 0)] : []), ...checks, ...gpus];
};
