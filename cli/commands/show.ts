import type { CommandModule } from 'yargs';

import { jsonOption, plainOption } from './options.ts';

type Args = { name: string; trial: string; json: boolean | undefined; plain: boolean };

export const showCommand: CommandModule<object, Args> = {
  command: 'show <name> <trial>',
  describe: 'One trial: scores per fold, confusion matrix, classification report, learning curves, failures',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .positional('trial', {
        type: 'string',
        demandOption: true,
        describe: 'its id or the first digits of it, its name, or its rank now',
      })
      .option('json', jsonOption)
      .option('plain', plainOption)
      .example('sweep show paper 1', 'the trial that is ranked first now')
      .example('sweep show paper t3f9a --json', 'ROC points, curves and scores per fold, for a script') as never,
  handler: async ({ name, trial, json, plain }) => {
    process.exitCode = await (await import('../show.ts')).show({ name, trial, json: json === true, plain });
  },
};
