import type { CommandModule } from 'yargs';

import { jsonOption, slotsOption } from './options.ts';

type Args = { grid: string; json: boolean | undefined; slots: number | undefined };

export const planCommand: CommandModule<object, Args> = {
  command: 'plan <grid>',
  describe: 'What a grid will train, how long it takes, what it can tell apart; starts nothing',
  builder: (yargs) =>
    yargs
      .positional('grid', { type: 'string', demandOption: true, describe: 'the grid file' })
      .option('slots', { ...slotsOption, describe: 'estimate for so many slots; default: as start would use here' })
      .option('json', jsonOption)
      .example('sweep plan grids/paper.yaml', 'before a night is spent on it')
      .example('sweep plan grids/paper.yaml --slots 64', 'on a rack of machines') as never,
  handler: async ({ grid, json, slots }) => {
    process.exitCode = await (await import('../plan.ts')).plan({ grid, json: json === true, slots });
  },
};
