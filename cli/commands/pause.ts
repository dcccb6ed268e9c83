import type { CommandModule } from 'yargs';

const commandOf = (kind: 'pause' | 'stop', describe: string): CommandModule<object, { name: string }> => ({
  command: `${kind} <name>`,
  describe,
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .example(`sweep ${kind} paper`, 'running folds save a checkpoint; sweep resume paper goes on') as never,
  handler: async ({ name }) => {
    process.exitCode = await (await import('../pause.ts')).pauseOrStop(name, kind);
  },
});

export const pauseCommand = commandOf('pause', 'Begin no new folds; running ones save a checkpoint');
export const stopCommand = commandOf('stop', 'End the workflow of a sweep; resume starts it again');
