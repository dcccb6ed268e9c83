import type { CommandModule } from 'yargs';

import { slotsOption, wholeNumber } from './options.ts';

type Args = {
  name: string;
  top: number | undefined;
  folds: number;
  repeats: number;
  slots: number | undefined;
  detach: boolean;
  dryRun: boolean;
};

export const confirmCommand: CommandModule<object, Args> = {
  command: 'confirm <name>',
  describe: 'Train the leaders of a sweep that is done again, alone, on splits that they were not chosen by',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .option('top', {
        type: 'number',
        describe: 'how many of the leaders; default: 10, or all where there are fewer',
        coerce: (value: unknown) => (value === undefined ? undefined : wholeNumber('top', 2)(value)),
      })
      .option('folds', {
        type: 'number',
        default: 10,
        describe: 'folds of the new splits',
        coerce: wholeNumber('folds', 2),
      })
      .option('repeats', {
        type: 'number',
        default: 5,
        describe: 'how often they are split anew',
        coerce: wholeNumber('repeats', 1),
      })
      .option('slots', slotsOption)
      .option('detach', { type: 'boolean', default: false, describe: 'leave a background worker and return' })
      .option('dry-run', { type: 'boolean', default: false, describe: 'print the grid; write and start nothing' })
      .example(
        'sweep confirm paper',
        'writes paper-confirm.yaml beside the grid of paper and starts it: 10 leaders × 50 splits',
      )
      .example('sweep confirm paper --top 4 --repeats 2', 'fewer leaders on 20 splits') as never,
  handler: async (args) => {
    process.exitCode = await (await import('../confirm.ts')).confirm(args);
  },
};
