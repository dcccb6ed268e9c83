import type { CommandModule } from 'yargs';

import { jsonOption, plainOption } from './options.ts';

type Args = { dryRun: boolean | undefined; compact: boolean | undefined; json: boolean | undefined; plain: boolean };

export const gcCommand: CommandModule<object, Args> = {
  command: 'gc',
  describe: 'Free what no sweep leads to: folds and texts of forgotten ones, what kills left, old files of the cache',
  builder: (yargs) =>
    yargs
      .option('dry-run', { type: 'boolean', describe: 'say what would be freed, and free nothing' })
      .option('compact', {
        type: 'boolean',
        describe: 'give the space back to the disk too; the database answers late meanwhile',
      })
      .option('json', jsonOption)
      .option('plain', plainOption)
      .conflicts('dry-run', 'compact')
      .example('sweep gc --dry-run', 'what is not needed any more, and how large it is')
      .example('sweep gc', 'free it; sweeps may run and start meanwhile') as never,
  handler: async ({ dryRun, compact, json, plain }) => {
    const options = { dryRun: dryRun === true, compact: compact === true, json: json === true, plain };
    process.exitCode = await (await import('../gc.ts')).gc(options);
  },
};
