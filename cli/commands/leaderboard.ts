import type { CommandModule } from 'yargs';

import { jsonOption, plainOption } from './options.ts';

type Args = {
  name: string;
  top: number;
  by: string | undefined;
  columns: string | undefined;
  where: string | undefined;
  groupBy: string | undefined;
  watch: boolean | undefined;
  csv: boolean | undefined;
  md: boolean | undefined;
  json: boolean | undefined;
  plain: boolean;
  excel: boolean | undefined;
};

export const leaderboardCommand: CommandModule<object, Args> = {
  command: 'leaderboard <name>',
  describe: 'Ranked trials of a sweep, and what its folds can tell apart',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .option('top', { type: 'number', default: 20, describe: 'ranked trials to show' })
      .option('by', { type: 'string', describe: 'another metric than the grid ranks by' })
      .option('columns', { type: 'string', describe: 'columns to show, e.g. rank,id,units,macroF1,pValue' })
      .option('where', { type: 'string', describe: 'only trials for which this holds, e.g. "units>=32,dropout=0.5"' })
      .option('group-by', { type: 'string', describe: 'one line per value of an axis, e.g. units' })
      .option('watch', { type: 'boolean', describe: 'show it again as it changes' })
      .option('csv', { type: 'boolean', describe: 'all trials as CSV' })
      .option('md', { type: 'boolean', describe: 'all trials as a Markdown table' })
      .option('json', jsonOption)
      .option('excel', {
        type: 'boolean',
        implies: 'csv',
        describe: 'with --csv: as spreadsheets want it',
      })
      .option('plain', plainOption)
      .conflicts('csv', ['md', 'json', 'group-by'])
      .conflicts('md', ['json', 'group-by'])
      .conflicts('json', ['watch', 'group-by'])
      .example('sweep leaderboard paper --where "layers=1" --by macroF1', 'part of it, by another metric') as never,
  handler: async (args) => {
    const as = args.json ? 'json' : args.csv ? 'csv' : args.md ? 'md' : 'table';
    process.exitCode = await (
      await import('../leaderboard.ts')
    ).leaderboard({
      ...args,
      watch: args.watch === true,
      excel: args.excel === true,
      as,
    });
  },
};
