// The stock layer of tfjs-node, as its documentation writes it, but for the sigmoid that fused operations have too.
const [, , folder, sizesText] = process.argv;
const { size, units, texts, steps } = JSON.parse(sizesText);
const util = require('node:util'); // what tfjs-node 4.22 calls of Node before 23
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = require(folder);

const vocabulary = 5000;
const model = tf.sequential({
  layers: [
    tf.layers.embedding({ inputDim: vocabulary, outputDim: size, inputLength: steps, trainable: false }),
    tf.layers.lstm({ units, recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform' }),
    tf.layers.dense({ units: 2, activation: 'softmax' }),
  ],
});
model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
const x = tf.randomUniform([texts, steps], 0, vocabulary, 'int32');
const y = tf.oneHot(
  tf.tensor1d(
    Array.from({ length: texts }, (_, at) => at % 2),
    'int32',
  ),
  2,
);

process.on('message', async (batches) => {
  const from = performance.now();
  const used = process.cpuUsage();
  for (let batch = 0; batch < batches; batch++) await model.trainOnBatch(x, y);
  const { user, system } = process.cpuUsage(used);
  process.send({ wall: (performance.now() - from) / batches, busy: (user + system) / 1000 / batches });
});
process.on('disconnect', () => process.exit(0));
process.send('ready');
