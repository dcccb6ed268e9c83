import type { CommandModule } from 'yargs';

import { jsonOption } from './options.ts';

type Args = {
  folder: string;
  text: string | readonly string[] | undefined;
  file: string | undefined;
  out: string | undefined;
  textColumn: string | readonly string[] | undefined;
  delimiter: string | undefined;
  encoding: string | undefined;
  json: boolean | undefined;
  excel: boolean | undefined;
};

const list = (given: string | readonly string[] | undefined): readonly string[] | null =>
  given === undefined ? null : typeof given === 'string' ? [given] : given;

/** A flag of which one is meant, given twice: the last one counts, as in most programs. */
const one = (given: string | readonly string[] | undefined): string | null => list(given)?.at(-1) ?? null;

export const predictCommand: CommandModule<object, Args> = {
  command: 'predict <folder>',
  describe: 'Label texts with a model that fit has written: one text, a CSV file, or standard input',
  builder: (yargs) =>
    yargs
      .positional('folder', { type: 'string', demandOption: true, describe: 'the model folder' })
      .option('text', { type: 'string', describe: 'a text; may be given several times' })
      .option('file', {
        type: 'string',
        describe: 'a CSV file (also .gz): every row is kept, with label and probabilities as new columns',
      })
      .option('out', { type: 'string', describe: 'the file to write; default: standard output' })
      .option('text-column', {
        type: 'string',
        implies: 'file',
        describe: 'the column of the texts, or several, joined by a space; default: as in training',
      })
      .option('delimiter', {
        type: 'string',
        implies: 'file',
        describe: `what stands between the file's fields: auto , ; | tab; default: as in training, else told by the header`,
      })
      .option('encoding', { type: 'string', describe: 'of the file or the input, e.g. utf-8; default: as in training' })
      .option('json', jsonOption)
      .option('excel', { type: 'boolean', describe: 'write CSV as spreadsheets of a decimal-comma country want it' })
      .conflicts('text', ['file', 'encoding'])
      .conflicts('json', 'excel')
      .example('sweep predict models/paper --text "the food was cold"', 'the probability of every label')
      .example('sweep predict models/paper --file new.csv --out labelled.csv', 'any number of rows, in flat memory')
      .example('sweep predict models/paper < texts.txt', 'one text a line') as never,
  handler: async (args) => {
    const command = {
      folder: args.folder,
      texts: list(args.text),
      file: one(args.file),
      out: one(args.out),
      textColumns: list(args.textColumn),
      delimiter: one(args.delimiter),
      encoding: one(args.encoding),
      json: args.json === true,
      excel: args.excel === true,
    };
    process.exitCode = await (await import('../predict.ts')).predict(command);
  },
};
