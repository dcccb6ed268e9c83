import type { CommandModule } from 'yargs';

import type { EngineWish } from '../../core/engine.ts';
import { engineWishes } from '../../core/grid.ts';
import { slotsOption } from './options.ts';

type Args = { slots: number | undefined; engine: EngineWish; gpus: string | undefined; metrics: string | undefined };

export const workerCommand: CommandModule<object, Args> = {
  command: 'worker',
  describe: 'Serve folds to any sweep of the connected Temporal and MongoDB',
  builder: (yargs) =>
    yargs
      .option('slots', slotsOption)
      .option('engine', {
        choices: engineWishes,
        default: 'wasm',
        describe: 'what does the arithmetic; a worker has one, and serves the sweeps that have it too',
      })
      .option('gpus', {
        type: 'string',
        describe: 'with tensorflow: a slot on each GPU (all), on some (0,1 or their ids), or several on one (0:2)',
      })
      .option('metrics', {
        type: 'string',
        describe: 'serve metrics to Prometheus there, e.g. 127.0.0.1:9464; a port alone: this machine only',
      })
      .example('sweep worker --engine tensorflow --gpus all', 'one run at a time on each GPU')
      .example('TEMPORAL_ADDRESS=… MONGODB_URI=… sweep worker', 'on every machine that is to help') as never,
  handler: async ({ slots, engine, gpus, metrics }) => {
    (await import('../engine/gpus.ts')).checkGpuFlags(gpus, engine, slots);
    const { parseMetricsAddress } = await import('../../worker/telemetry/metrics-address.ts');
    const address = metrics === undefined ? null : parseMetricsAddress(metrics);
    process.exitCode = await (await import('../worker.ts')).work({ slots, engine, gpus, metrics: address });
  },
};
