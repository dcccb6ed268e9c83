import type { CommandModule } from 'yargs';

import { SweepError } from '../../core/errors.ts';
import { jsonOption } from './options.ts';

type Args = {
  action: 'install' | 'list' | 'remove';
  name: string | undefined;
  gpu: boolean;
  from: string | undefined;
  json: boolean | undefined;
};

const checkName = (action: string, name: string | undefined): void => {
  if (name === 'tensorflow') return;
  throw new SweepError({
    code: 'USAGE',
    message:
      name === undefined
        ? `Which engine to ${action}?`
        : `There is no engine "${name}" to ${action}: wasm is built in, tensorflow can be installed.`,
    fix: `sweep engine ${action} tensorflow`,
  });
};

export const engineCommand: CommandModule<object, Args> = {
  command: 'engine <action> [name]',
  describe: 'Install TensorFlow as a second engine, for large models and GPUs',
  builder: (yargs) =>
    yargs
      .positional('action', { choices: ['install', 'list', 'remove'], demandOption: true, describe: 'what to do' })
      .positional('name', { type: 'string', describe: 'the engine: tensorflow' })
      .option('gpu', { type: 'boolean', default: false, describe: 'the library for NVIDIA GPUs, with CUDA' })
      .option('from', {
        type: 'string',
        describe:
          'install: vendor (its download), pypi (Python wheels, through your pip) or a folder with libtensorflow',
      })
      .option('json', jsonOption)
      .example('sweep engine install tensorflow', 'into your cache; 0.9 GB stay there')
      .example('sweep engine install tensorflow --gpu', 'with CUDA and cuDNN; 4.9 GB')
      .example('sweep engine list', 'what is installed, and whether it is complete') as never,
  handler: async ({ action, name, gpu, from, json }) => {
    if (action !== 'list') checkName(action, name);
    if (from === '') throw new SweepError({ code: 'USAGE', message: '--from names nothing.', fix: '--from pypi' });
    const device = gpu ? 'cuda' : 'cpu';
    const { installEngine, listEngines, removeEngine } = await import('../engine.ts');
    if (action === 'install') await installEngine(device, from, json === true);
    else if (action === 'remove') removeEngine(device);
    else await listEngines(json === true);
  },
};
