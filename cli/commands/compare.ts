import type { CommandModule } from 'yargs';

import { jsonOption, plainOption, wholeNumber } from './options.ts';

type Args = {
  name: string;
  first: string;
  second: string;
  by: string | undefined;
  texts: number;
  json: boolean | undefined;
  plain: boolean;
};

const trial = {
  type: 'string',
  demandOption: true,
  describe: 'its id or the first digits of it, its name, or its rank now',
} as const;

export const compareCommand: CommandModule<object, Args> = {
  command: 'compare <name> <first> <second>',
  describe: 'Two trials on the same folds: paired differences, tests, and the texts that they class differently',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .positional('first', trial)
      .positional('second', trial)
      .option('by', { type: 'string', describe: 'another metric than the grid ranks by' })
      .option('texts', { type: 'number', default: 10, describe: 'texts to show', coerce: wholeNumber('texts', 0) })
      .option('json', jsonOption)
      .option('plain', plainOption)
      .example('sweep compare paper 1 2', 'the two that are ranked first now')
      .example('sweep compare paper t3f9a t81c0 --json', 'for a script, with every text that differs') as never,
  handler: async ({ name, first, second, by, texts, json, plain }) => {
    const options = { name, first, second, by, texts, json: json === true, plain };
    process.exitCode = await (await import('../compare.ts')).compare(options);
  },
};
