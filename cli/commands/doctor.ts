import type { CommandModule } from 'yargs';

import { jsonOption } from './options.ts';

export const doctorCommand: CommandModule<object, { json: boolean | undefined }> = {
  command: 'doctor',
  describe: 'What is installed and reachable, with the fix for what is not; starts nothing',
  builder: (yargs) =>
    yargs.option('json', jsonOption).example('sweep doctor', 'the first thing to run when something is odd') as never,
  handler: async ({ json }) => {
    process.exitCode = await (await import('../doctor.ts')).doctor({ json: json === true });
  },
};
