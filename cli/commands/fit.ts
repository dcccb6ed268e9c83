import type { CommandModule } from 'yargs';

import { jsonOption, plainOption, slotsOption } from './options.ts';

type Args = {
  name: string;
  trial: string | undefined;
  out: string;
  slots: number | undefined;
  json: boolean | undefined;
  plain: boolean;
};

export const fitCommand: CommandModule<object, Args> = {
  command: 'fit <name>',
  describe: 'Train a trial on all rows, score the set-aside test rows, write the model folder',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .option('trial', {
        type: 'string',
        describe: 'its id or the first digits of it, its name, or its rank now; default: the one to take',
      })
      .option('out', { type: 'string', demandOption: true, describe: 'the folder to write; new, or empty' })
      .option('slots', slotsOption)
      .option('json', jsonOption)
      .option('plain', plainOption)
      .example('sweep fit paper --out models/paper', 'the trial that the leaderboard says to take')
      .example(
        'sweep fit paper --trial 2 --out models/second',
        'a second look at the test rows, and counted as one',
      ) as never,
  handler: async ({ name, trial, out, slots, json, plain }) => {
    const command = { name, trial, out, slots, json: json === true, plain };
    process.exitCode = await (await import('../fit.ts')).fit(command);
  },
};
