import type { CommandModule } from 'yargs';

import { slotsOption } from './options.ts';

type Args = {
  name: string | undefined;
  slots: number | undefined;
  failed: boolean;
  detach: boolean;
  background: boolean;
};

export const resumeCommand: CommandModule<object, Args> = {
  command: 'resume [name]',
  describe: 'Make whatever is missing of a sweep: services, orchestration, folds',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', describe: 'the sweep; default: the only unfinished one' })
      .option('failed', {
        type: 'boolean',
        default: false,
        describe: 'try trials again that ended OUT_OF_MEMORY or CRASHED',
      })
      .option('slots', slotsOption)
      .option('detach', { type: 'boolean', default: false, describe: 'leave a background worker and return' })
      .option('background', { type: 'boolean', default: false, hidden: true }) // what --detach leaves
      .example('sweep resume paper', 'go on after a reboot, a kill, a pause') as never,
  handler: async (args) => {
    process.exitCode = await (await import('../resume.ts')).resume(args);
  },
};
