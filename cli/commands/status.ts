import type { CommandModule } from 'yargs';

import { jsonOption, plainOption } from './options.ts';

type Output = { json: boolean | undefined; plain: boolean };
type Args = Output & { name: string | undefined; watch: boolean | undefined };

export const statusCommand: CommandModule<object, Args> = {
  command: 'status [name]',
  describe: 'How far a sweep is: folds, pace, what each slot trains, failures, and the command that goes on',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', describe: 'the sweep; default: the only one, else the list of all' })
      .option('watch', { type: 'boolean', describe: 'go on showing it until it is done or rests' })
      .option('json', jsonOption)
      .option('plain', plainOption)
      .conflicts('json', 'watch')
      .example('sweep status paper', 'how far it is, and when it will be done')
      .example('sweep status paper --watch', 'go on watching; Ctrl-C ends the view, not the sweep')
      .example('sweep status paper --json', 'for a script: state, folds, pace, workers') as never,
  handler: async ({ name, plain, watch, json }) => {
    const options = { name, plain, watch: watch === true, json: json === true };
    process.exitCode = await (await import('../status.ts')).status(options);
  },
};

export const listCommand: CommandModule<object, Output> = {
  command: 'list',
  describe: 'All sweeps of this store, and how far they are',
  builder: (yargs) =>
    yargs
      .option('json', jsonOption)
      .option('plain', plainOption)
      .example('sweep list', 'names, states, folds')
      .example('SWEEP_HOME=~/other/.sweep sweep list', 'those of another folder') as never,
  handler: async ({ plain, json }) => {
    process.exitCode = await (await import('../list.ts')).list({ plain, json: json === true });
  },
};
