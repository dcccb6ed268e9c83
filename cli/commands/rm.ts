import type { CommandModule } from 'yargs';

import { jsonOption } from './options.ts';

type Args = { name: string; yes: boolean | undefined; json: boolean | undefined };

export const rmCommand: CommandModule<object, Args> = {
  command: 'rm <name>',
  describe: 'Forget a sweep; its folds stay until gc, and those that others use stay for good',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the whole name of the sweep' })
      .option('yes', { type: 'boolean', alias: 'y', describe: 'do not ask' })
      .option('json', jsonOption)
      .example('sweep rm paper', 'asks first')
      .example(
        'sweep stop paper && sweep rm paper --yes && sweep gc',
        'end it, forget it, free what it alone used',
      ) as never,
  handler: async ({ name, yes, json }) => {
    process.exitCode = await (await import('../rm.ts')).rm({ name, yes: yes === true, json: json === true });
  },
};
