import type { CommandModule } from 'yargs';

import { jsonOption, slotsOption } from './options.ts';

type Args = {
  name: string;
  grid: string;
  reason: string | undefined;
  dryRun: boolean;
  detach: boolean;
  slots: number | undefined;
  json: boolean | undefined;
};

export const amendCommand: CommandModule<object, Args> = {
  command: 'amend <name> <grid>',
  describe: 'Give a sweep another grid of the same data and splits; only what it lacks is trained',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep, running or not' })
      .positional('grid', { type: 'string', demandOption: true, describe: 'the file of its next grid' })
      .option('reason', { type: 'string', describe: 'kept with the amendment, for those who read the results' })
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'print what would come, go and stay; do nothing',
      })
      .option('slots', slotsOption)
      .option('detach', { type: 'boolean', default: false, describe: 'leave a background worker and return' })
      .option('json', { ...jsonOption, describe: 'print one JSON object, and train nothing here' })
      .example('sweep amend paper grids/paper.yaml --dry-run', 'what another 64 units would cost')
      .example('sweep amend paper grids/paper.yaml --reason "64 units led"', 'train what the new grid lacks') as never,
  handler: async (args) => {
    process.exitCode = await (await import('../amend.ts')).amend({ ...args, json: args.json === true });
  },
};
