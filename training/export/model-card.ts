import type { Metric } from '../../core/grid.ts';
import { firstWordId, paddingId, unknownId } from './network-graph.ts';
import type { ModelFacts, TrainedModel } from './trained-model.ts';

/** Text from outside inside a paragraph or table cell of Markdown. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`);

const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;

const digits = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : String(Number(value.toPrecision(4)));

const scoresTable = ({ scores: { by, folds, test, baseline } }: ModelFacts): readonly string[] => {
  const metrics = Object.keys({ ...folds?.mean, ...test?.values, ...baseline?.values }) as Metric[];
  if (metrics.length === 0) return ['No scores were stored with this model.'];
  const lines = metrics.map((metric) => {
    const spread = `${digits(folds?.mean[metric])} ± ${digits(folds?.sd[metric])}`;
    const name = metric === by ? `**${metric}**` : metric;
    const [own, guess] = [test, baseline].map((each) => digits(each?.values[metric]));
    return `| ${name} | ${folds === null ? '–' : spread} | ${own} | ${guess} |`;
  });
  const held = folds === null ? 'held-out rows' : `held-out rows of ${folds.count} splits`;
  const tested = test === null ? 'test rows (none)' : `${test.rows} test rows`;
  const guess = baseline === null ? 'guessing' : `always ${plain(JSON.stringify(baseline.label))}`;
  return [`| | ${held} | ${tested} | ${guess} |`, '|---|---|---|---|', ...lines];
};

const warnings = ({ scores: { folds, test }, caveats }: ModelFacts): readonly string[] => [
  ...(folds === null
    ? []
    : [
        'The splits’ scores are those of networks trained on a part of these rows; this network was trained on all of them.',
      ]),
  ...(test === null
    ? ['No test rows were set aside. The trial was chosen by the splits’ scores, so they are rather too high.']
    : []),
  ...(test !== null && test.look > 1
    ? [`This was look ${test.look} at the same test rows: the best of several looks is no longer a test score.`]
    : []),
  ...caveats,
];

const jsExample = ({ labels, model }: TrainedModel): readonly string[] => [
  '```js',
  "import * as tf from '@tensorflow/tfjs'; // 4.22; in Node.js serve this folder, or load it through tfjs-node",
  "const model = await tf.loadLayersModel('https://example.org/this-folder/model.json');",
  "const { words } = await (await fetch('https://example.org/this-folder/vocabulary.json')).json();",
  `const idOf = new Map(words.map((word, at) => [word, at + ${firstWordId}]));`,
  "const ids = 'two words'.split(' ').map((word) => idOf.get(word) ?? 1); // prepared as below",
  "const output = await model.predict(tf.tensor2d([ids], undefined, 'int32')).data();",
  model.head === 'sigmoid'
    ? `console.log(output[0]); // of ${JSON.stringify(labels[1])}`
    : `console.log(output); // of ${JSON.stringify(labels.slice(0, 5)).slice(1, -1)}${labels.length > 5 ? ', …' : ''}`,
  '```',
];

const pythonExample = (): readonly string[] => [
  '```python',
  'import json, keras, numpy as np  # Keras 3',
  'model = keras.models.load_model("model.keras")',
  'words = json.load(open("vocabulary.json", encoding="utf-8"))["words"]',
  `id_of = {word: at + ${firstWordId} for at, word in enumerate(words)}`,
  'ids = [id_of.get(word, 1) for word in "two words".split(" ")]  # prepared as below',
  'print(model.predict(np.array([ids], dtype="int32")))  # several texts: pad with 0 behind',
  '',
  'from gensim.models import KeyedVectors',
  'vectors = KeyedVectors.load_word2vec_format("vectors.txt")',
  '```',
];

const preparation = ({ text: { options, lists }, maxTokens }: TrainedModel): readonly string[] => {
  const { clean, lowercase, stopwords, normalize, language, truncate } = options;
  return [
    `- Unicode NFC; removed: ${clean.length === 0 ? 'nothing' : clean.join(', ')}; ${lowercase ? 'lower case' : 'case kept'}; split at white space.`,
    `- Words replaced: ${lists.replace === null ? 'none' : `${lists.replace.length}, as in text.json`}; left out: ${lists.stopwords === null ? 'none' : `${lists.stopwords.length} (${stopwords === 'builtin' ? 'builtin list' : 'a list'}, in text.json)`}; ${normalize === 'none' ? 'words as they are' : `${normalize} (${language})`}.`,
    `- Ids: ${paddingId} padding, ${unknownId} a word that is not in vocabulary.json, ${firstWordId} its first word. Of longer texts the ${truncate === 'end' ? 'first' : 'last'} ${maxTokens} tokens; a text without any is one id ${unknownId}.`,
  ];
};

const networkLine = ({ model, size, vocabulary, labels }: TrainedModel): string => {
  const { cell, layers, units, bidirectional, pooling, head } = model;
  const ways = bidirectional ? ', both ways' : '';
  return `${vocabulary.length} words of ${size} components; ${layers} × ${cell.toUpperCase()} of ${units} units${ways}; pooling ${pooling}; ${head} over ${labels.length} classes.`;
};

/** The README of a model folder: what it was trained on, its scores and what may mislead, how to load it. */
export const modelCard = (trained: TrainedModel, facts: ModelFacts): string => {
  const { sweep, trial, data, reading, program, engine, numerics } = facts;
  const files = data.files.map(({ name, digest }) => `- ${plain(name)}, SHA-256 ${digest}`);
  const classes = trained.labels.map((label, at) => `| ${plain(label)} | ${data.classes[at] ?? '–'} |`);
  const bullets = warnings(facts).map((sentence) => `- ${plain(sentence)}`);
  return [
    `# Text classifier: ${plain(sweep)}, trial ${trial.id}`,
    '',
    `${networkLine(trained)} Written by sweep ${program} (engine ${engine}, numerics ${numerics}).`,
    `The trial: ${code(trial.name)}; every value in cell.json.`,
    '',
    '## Trained on',
    '',
    `${data.rows} rows, text from ${reading.text.map(code).join(' and ')}, label from ${code(reading.label)}:`,
    '',
    ...files,
    '',
    '| class | rows |',
    '|---|---|',
    ...classes,
    '',
    '## Scores',
    '',
    ...scoresTable(facts),
    '',
    ...bullets,
    '',
    '## Predict',
    '',
    '`sweep predict <this folder> --text "…"`, or `--file texts.csv --out predicted.csv`. With other programs:',
    '',
    ...jsExample(trained),
    '',
    ...pythonExample(),
    '',
    'How a text becomes ids:',
    '',
    ...preparation(trained),
    '',
    '## Limits',
    '',
    '- It knows the words and the classes of its training rows: a text of another kind gets one of these classes all the same, often with a high probability.',
    '- Probabilities are the network’s own and not calibrated.',
    '- Dropout layers are left out of the exported networks; they do nothing in prediction.',
    ...(trained.model.cell === 'gru'
      ? [
          '- tfjs has no GRU with `reset_after`: in model.json it is an LSTM that takes three steps a token and computes the same.',
        ]
      : []),
    '',
    'digests.json has the SHA-256 of every file.',
    '',
  ].join('\n');
};
