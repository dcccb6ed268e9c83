import { stringify } from 'yaml';

/** What is known of the data that a new grid is for; paths as they will be written. */
export type StarterData = {
  readonly name: string; // of the sweep
  readonly file: string;
  readonly text: string;
  readonly label: string;
  readonly encoding: string | null; // null: found when it is read
};

/** One value on one line, in quotes where YAML needs them. */
const scalar = (value: string): string => {
  const written = stringify(value, { lineWidth: 0, blockQuote: false }).trimEnd();
  return value === 'none' || value === '' ? JSON.stringify(value) : written;
};

/** A commented grid for somebody's own data, ready to start: twelve trials, and every key that is worth trying next. */
export const starterGrid = ({
  name,
  file,
  text,
  label,
  encoding,
}: StarterData): string => `# A grid for \`sweep start\`.
#
#   sweep plan FILE      how long it will take, and which differences it can tell apart
#   sweep start FILE     train what is missing, then print the leaderboard; may be interrupted and resumed
#
# A list is an axis: every value is tried with every value of the other axes, on the same folds. A number's axis may be
# a range: { from: 0.0001, to: 0.01, scale: log, steps: 5 }. Lines that begin with # show the default or another choice.
name: ${name}

data:
  file: ${scalar(file)}
  text: ${scalar(text)}
  label: ${scalar(label)}
  # delimiter: auto            # or ',' ';' '|' in quotes, or tab
${encoding === null ? '  # encoding: auto             # or utf-8, cp1252, ...' : `  encoding: ${encoding}`}
  # duplicates: together       # equal texts never stand on both sides of a split; or keep, drop
  # rareClasses: error         # or drop: leave out classes with fewer rows than folds

text:
  clean: [html, url, mention, number, punctuation]   # or none; also emoji, hashtag, symbol, repeats
  # stopwords: none            # builtin, or a file with one word a line
  # normalize: none            # stem, or lemma: movies, movie become one word
  # language: en               # of both; or id
  # maxTokens: p95             # a number, or a percentile of the training texts' lengths

split:
  folds: 5                     # 10 tells smaller differences apart, at twice the time
  # repeats: 1                 # 3: the whole again with other splits and other seeds
  # test: none                 # 0.1: that share is set aside, and looked at by sweep fit alone; or a file of rows

embedding:
  kind: word2vec               # or random: learnt with the network; or file: of vectors, named by file: glove.txt
  iterations: 50               # passes over the texts; try [25, 50, 100]
  # window: 4                  # try [2, 4, 6]
  # size: 100

model:
  units: [16, 32]
  dropout: [0.25, 0.5]
  # layers: 1                  # try [1, 2]
  # cell: lstm                 # or gru
  # bidirectional: false       # true: texts are read from both ends
  # pooling: last              # or mean, max, attention

train:
  batch: 32
  epochs: [5, 10, 25]          # costs no more than 25: each is scored on the way
  # learningRate: 0.001
  # optimizer: adam            # or adamw, sgd, rmsprop

# rank:
#   by: macroF1                # counts every class alike; the default is accuracy
`;
