import type { CommandModule } from 'yargs';

type Args = {
  name: string;
  csv: boolean | undefined;
  jsonl: boolean | undefined;
  predictions: boolean;
  trial: string | undefined;
  excel: boolean | undefined;
  out: string | undefined;
};

export const exportCommand: CommandModule<object, Args> = {
  command: 'export <name>',
  describe: 'All trials and folds as data, a line each, for pandas, R, DuckDB or a spreadsheet',
  builder: (yargs) =>
    yargs
      .positional('name', { type: 'string', demandOption: true, describe: 'the sweep' })
      .option('csv', { type: 'boolean', describe: 'comma-separated, with a header' })
      .option('jsonl', { type: 'boolean', describe: 'one JSON object a line, with the same keys' })
      .option('predictions', {
        type: 'boolean',
        default: false,
        describe: 'the held-out rows of every fold instead, with their probabilities',
      })
      .option('trial', { type: 'string', describe: 'only this one: its id, name or rank now' })
      .option('out', { type: 'string', describe: 'a file; without it, standard output' })
      .option('excel', { type: 'boolean', implies: 'csv', describe: 'with --csv: as spreadsheets want it' })
      .conflicts('csv', 'jsonl')
      .check(({ csv, jsonl }) => {
        if (csv === true || jsonl === true) return true;
        throw new Error('--csv or --jsonl: say which of the two');
      })
      .example('sweep export paper --csv --out paper.csv', 'pandas: pd.read_csv("paper.csv")')
      .example(
        'sweep export paper --jsonl --predictions --trial 1',
        'what the leader said of every held-out row',
      ) as never,
  handler: async ({ name, jsonl, predictions, trial, excel, out }) => {
    const as = jsonl === true ? 'jsonl' : excel === true ? 'excel' : 'csv';
    const { exportSweep } = await import('../export.ts');
    process.exitCode = await exportSweep({ name, as, predictions, trial, out });
  },
};
