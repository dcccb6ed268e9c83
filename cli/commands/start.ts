import type { CommandModule } from 'yargs';

import { slotsOption } from './options.ts';

type Args = { grid: string; name: string | undefined; slots: number | undefined; detach: boolean; dryRun: boolean };

export const startCommand: CommandModule<object, Args> = {
  command: 'start <grid>',
  describe: 'Start a sweep, or attach to it if this very grid runs under this name',
  builder: (yargs) =>
    yargs
      .positional('grid', { type: 'string', demandOption: true, describe: 'the grid file' })
      .option('name', { type: 'string', describe: "the sweep's name; default: the grid's" })
      .option('slots', slotsOption)
      .option('detach', { type: 'boolean', default: false, describe: 'leave a background worker and return' })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'print what was understood and the plan; start nothing',
      })
      .example('sweep start grids/tour.yaml', 'the shipped sample: 8 trials, 5 folds each')
      .example('sweep start mine.yaml --detach', 'go on in the background') as never,
  handler: async (args) => {
    const { grid, slots } = args;
    if (args.dryRun) process.exitCode = await (await import('../plan.ts')).plan({ grid, json: false, slots });
    else process.exitCode = await (await import('../start.ts')).start(args);
  },
};
