import type { CommandModule } from 'yargs';

type Args = { name: string; out: string };

export const reportCommand: CommandModule<object, Args> = {
  command: 'report <name>',
  describe: 'What a sweep found, as one page to mail or print: answer, certainty, pictures, how to do it again',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .option('out', { type: 'string', demandOption: true, describe: 'the HTML file to write; - is standard output' })
      .example('sweep report paper --out paper.html', 'any browser shows it, and prints it on A4') as never,
  handler: async ({ name, out }) => {
    process.exitCode = await (await import('../report.ts')).report({ name, out });
  },
};
