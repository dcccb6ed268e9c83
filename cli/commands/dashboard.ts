import type { CommandModule } from 'yargs';

type Args = { port: number | undefined };

export const dashboardCommand: CommandModule<object, Args> = {
  command: 'dashboard',
  describe: 'A page in the browser that shows all sweeps live, on this machine alone',
  builder: (yargs) =>
    yargs
      .option('port', { type: 'number', describe: 'on 127.0.0.1; 0 finds a free one (default: 7717, or a free one)' })
      .example('sweep dashboard', 'prints the address to open')
      .example('sweep dashboard --port 0', 'a second one beside it') as never,
  handler: async ({ port }) => {
    process.exitCode = await (await import('../dashboard.ts')).dashboard({ port });
  },
};
