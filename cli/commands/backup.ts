import type { CommandModule } from 'yargs';

import { jsonOption } from './options.ts';

type BackupArgs = { file: string; names: string[] | undefined; json: boolean | undefined };
type RestoreArgs = { file: string; as: string | undefined; json: boolean | undefined };

export const backupCommand: CommandModule<object, BackupArgs> = {
  command: 'backup <file> [names..]',
  describe: 'Write sweeps with their folds, word vectors and models into one file, for another machine or database',
  builder: (yargs) =>
    yargs
      .positional('file', { type: 'string', demandOption: true, describe: 'the file to write; whole, or not at all' })
      .positional('names', { type: 'string', array: true, describe: 'the sweeps; without any: all' })
      .option('json', jsonOption)
      .example('sweep backup paper.tar.gz paper', 'one sweep; it may run meanwhile')
      .example('sweep backup all.tar.gz', 'all sweeps that are there') as never,
  handler: async ({ file, names, json }) => {
    const options = { file, names: names ?? [], json: json === true };
    process.exitCode = await (await import('../backup.ts')).backup(options);
  },
};

export const restoreCommand: CommandModule<object, RestoreArgs> = {
  command: 'restore <file>',
  describe: 'Bring back the sweeps of a backup, into this folder or the database of MONGODB_URI',
  builder: (yargs) =>
    yargs
      .positional('file', { type: 'string', demandOption: true, describe: 'a file that sweep backup made' })
      .option('as', { type: 'string', describe: 'another name for the sweep, where the file holds one alone' })
      .option('json', jsonOption)
      .example('sweep restore paper.tar.gz', 'then: sweep leaderboard paper, or sweep resume paper')
      .example('sweep restore paper.tar.gz --as paper-before', 'beside a sweep that has its name') as never,
  handler: async ({ file, as, json }) => {
    const options = { file, as: as ?? null, json: json === true };
    process.exitCode = await (await import('../restore.ts')).restore(options);
  },
};
