import type { CommandModule } from 'yargs';

export const rebuildCommand: CommandModule<object, { name: string }> = {
  command: 'rebuild <name>',
  describe: 'Make rows and ranking of a sweep again from its stored folds, byte for byte',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .example('sweep rebuild paper', 'nothing is trained; says how many rows were not what the folds say') as never,
  handler: async ({ name }) => {
    process.exitCode = await (await import('../rebuild.ts')).rebuild(name);
  },
};
