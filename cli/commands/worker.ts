import type { CommandModule } from 'yargs';

import { SweepError } from '../../core/errors.ts';
import { slotsOption } from './options.ts';

type Args = { slots: number | undefined; engine: string; gpus: string | undefined };

export const workerCommand: CommandModule<object, Args> = {
  command: 'worker',
  describe: 'Serve folds to any sweep of the connected Temporal and MongoDB',
  builder: (yargs) =>
    yargs
      .option('slots', slotsOption)
      .option('engine', { type: 'string', default: 'wasm', describe: 'what does the arithmetic: wasm' })
      .option('gpus', { type: 'string', describe: 'GPUs to use; not supported yet' })
      .example('TEMPORAL_ADDRESS=… MONGODB_URI=… sweep worker', 'on every machine that is to help') as never,
  handler: async ({ slots, engine, gpus }) => {
    if (engine !== 'wasm' || gpus !== undefined) {
      throw new SweepError({
        code: 'USAGE',
        message: `${gpus === undefined ? `--engine ${engine}` : `--gpus ${gpus}`} is not supported yet.`,
        fix: 'leave it out: the wasm engine trains on CPU cores',
      });
    }
    process.exitCode = await (await import('../worker.ts')).work(slots);
  },
};
