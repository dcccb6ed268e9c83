import type { CommandModule } from 'yargs';

type Args = { data: string | undefined; out: string | undefined };

export const initCommand: CommandModule<object, Args> = {
  command: 'init',
  describe: 'Write a commented grid to start from',
  builder: (yargs) =>
    yargs
      .option('data', { type: 'string', describe: 'the file of labelled texts; its columns are looked up' })
      .option('out', { type: 'string', describe: 'the grid file to write; default: named after the data' })
      .example('sweep init --data reviews.csv', 'writes reviews.yaml') as never,
  handler: async (args) => {
    process.exitCode = await (await import('../init.ts')).init(args);
  },
};
