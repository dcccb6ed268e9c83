import type { CommandModule } from 'yargs';

import { jsonOption } from './options.ts';

type Args = { action: 'status' | 'stop'; force: boolean; json: boolean | undefined };

export const servicesCommand: CommandModule<object, Args> = {
  command: 'services <action>',
  describe: 'Show or end the servers that Sweep runs for this folder',
  builder: (yargs) =>
    yargs
      .positional('action', { choices: ['status', 'stop'], demandOption: true, describe: 'what to do' })
      .option('force', { type: 'boolean', default: false, describe: 'stop: also while commands use them' })
      .option('json', jsonOption)
      .example('sweep services status', 'what runs, since when, for whom')
      .example('sweep services stop', 'end it now instead of a minute after the last command') as never,
  handler: async ({ action, force, json }) => {
    const { showServices, endServices } = await import('../services.ts');
    const options = { force, json: json === true };
    process.exitCode = action === 'status' ? await showServices(options) : await endServices(options);
  },
};
