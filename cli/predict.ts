import { numericsVersion } from '../core/engine.ts';
import { SweepError } from '../core/errors.ts';
import { tokenOptions } from '../text/token-lists.ts';
import { createTokenizer } from '../text/tokenize.ts';
import { createEncoder, createPredictor } from '../training/export/predictor.ts';
import { readModelFolder } from '../training/export/read-model-folder.ts';
import type { ModelFolder } from '../training/export/read-model-folder.ts';
import type { TrainedModel } from '../training/export/trained-model.ts';
import { finished } from './exit-codes.ts';
import { inputOfCsv } from './predict/csv-input.ts';
import { inputOfTexts } from './predict/input.ts';
import type { Input, InputRow } from './predict/input.ts';
import { inputOfLines } from './predict/lines-input.ts';
import { csvFormat, jsonFormat, lineFormat, predictionsOf } from './predict/output.ts';
import type { Format, Prediction } from './predict/output.ts';
import { createTally } from './predict/tally.ts';
import { sinkOfFile, sinkOfStdout } from './predict/sink.ts';
import type { Sink } from './predict/sink.ts';
import { isTerminal, say } from './say.ts';

export type PredictCommand = {
  readonly folder: string;
  readonly texts: readonly string[] | null;
  readonly file: string | null;
  readonly out: string | null;
  readonly textColumns: readonly string[] | null;
  readonly delimiter: string | null;
  readonly encoding: string | null;
  readonly json: boolean;
  readonly excel: boolean;
};

/** Texts that are tokenised and predicted at once. */
const batchRows = 512;

const openInput = async (command: PredictCommand, { facts }: ModelFolder): Promise<Input> => {
  const { texts, file, encoding } = command;
  if (texts !== null) return inputOfTexts(texts);
  if (file !== null) return inputOfCsv({ ...command, file, reading: facts.reading });
  if (!process.stdin.isTTY) return inputOfLines(process.stdin, encoding ?? 'utf-8');
  throw new SweepError({
    code: 'USAGE',
    message: 'There is nothing to predict.',
    fix: 'give --text "…" or --file texts.csv, or pipe texts in, one a line',
  });
};

/** The rows in batches of the same size, whatever pieces they arrive in. */
async function* evenly(rows: AsyncIterable<readonly InputRow[]>): AsyncGenerator<readonly InputRow[]> {
  let held: InputRow[] = [];
  for await (const batch of rows) {
    for (const row of batch) {
      held.push(row);
      if (held.length < batchRows) continue;
      yield held;
      held = [];
    }
  }
  if (held.length > 0) yield held;
}

const createRowPredictor = async (trained: TrainedModel) => {
  const tokenize = createTokenizer(await tokenOptions(trained.text.options, trained.text.lists));
  const encode = createEncoder(trained);
  const predictor = createPredictor(trained);
  return (rows: readonly InputRow[]): readonly Prediction[] =>
    predictionsOf(rows, predictor.predict(rows.map(({ text }) => encode(tokenize(text)))), trained.labels);
};

const formatOf = (
  { json, excel, texts, file, out }: PredictCommand,
  input: Input,
  labels: readonly string[],
): Format => {
  if (json) return jsonFormat(labels, file === null);
  const isForPerson = texts?.length === 1 && !excel && out === null;
  return isForPerson ? lineFormat(labels) : csvFormat(input, labels, excel);
};

const write = async (command: PredictCommand, folder: ModelFolder, input: Input, sink: Sink): Promise<void> => {
  const { labels } = folder.trained;
  const predictRows = await createRowPredictor(folder.trained);
  const format = formatOf(command, input, labels);
  const tally = createTally(labels);
  await sink.write(format.start);
  for await (const rows of evenly(input.rows)) {
    const predictions = predictRows(rows);
    await sink.write(format.rows(predictions));
    tally.add(predictions);
  }
  await sink.write(format.end);
  await sink.close();
  if (command.texts === null) tally.end(command.out);
};

/** Later numerics may move a last digit: said, since nothing of it is wrong. */
const otherNumerics = ({ facts: { numerics, program } }: ModelFolder): readonly string[] =>
  numerics === numericsVersion
    ? []
    : [
        `The folder is of sweep ${program}, numerics ${numerics}; this program has ${numericsVersion}: last digits may differ.`,
      ];

/** Predicts a text, a file or standard input. @returns the exit code */
export const predict = async (command: PredictCommand): Promise<number> => {
  const folder = await readModelFolder(command.folder);
  for (const remark of [...folder.remarks, ...otherNumerics(folder)]) say(remark);
  const input = await openInput(command, folder);
  if (input.read !== null) say(input.read);
  const sink = command.out === null ? sinkOfStdout() : await sinkOfFile(command.out, command.file);
  const stop = (): void => {
    sink.discard();
    process.exit(finished.interrupted);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', stop);
  try {
    await write(command, folder, input, sink);
  } catch (error) {
    sink.discard();
    if (isTerminal()) process.stderr.write('\r\u001B[2K'); // what progress left there
    throw error;
  } finally {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, stop);
  }
  return finished.done;
};
