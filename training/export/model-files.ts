import { createHash } from 'node:crypto';
import { word2vecText } from '../word2vec/word2vec-text.ts';
import { kerasModel } from './keras.ts';
import { modelCard } from './model-card.ts';
import { modelTensors } from './model-tensors.ts';
import { firstWordId, networkGraph, paddingId, unknownId } from './network-graph.ts';
import { writeSafetensors } from './safetensors.ts';
import { tfjsModel, weightsFile } from './tfjs.ts';
import type { ModelFacts, ModelFiles, TrainedModel } from './trained-model.ts';

/** Size and digest of every other file; a folder with it is a model folder. */
export const digestsFile = 'digests.json';
/** For people, who may write into it: the only file whose change does no harm. */
export const cardFile = 'README.md';
/** The trial, with every value of its cell. */
export const cellFile = 'cell.json';
export const folderVersion = 1;

const json = (value: object): Buffer => Buffer.from(`${JSON.stringify({ v: folderVersion, ...value }, null, 2)}\n`);

const vectorsText = ({ table, vocabulary, size }: TrainedModel): Buffer => {
  const words = Uint32Array.from(vocabulary.keys());
  const lines = word2vecText({ words, size, vectors: table.subarray(size) }, (word) => vocabulary[word] as string);
  return Buffer.concat(Array.from(lines, (line) => Buffer.from(line)));
};

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const digestsOf = (files: ModelFiles): Buffer =>
  json({
    files: Object.fromEntries(
      [...files].map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }] as const),
    ),
  });

/**
 * The files of a model folder, the same bytes for the same model and facts: the network for tfjs (model.json, weights.bin),
 * Keras (model.keras) and this program (weights.safetensors), vectors, vocabulary, text options, labels, the cell, what it
 * was trained on, scores, a card to read, and the digests of them all.
 */
export const modelFiles = (trained: TrainedModel, facts: ModelFacts): ModelFiles => {
  const { vocabulary, text, maxTokens, labels, model, size } = trained;
  const { sweep, trial, cell, engine, numerics, program, reading, data, scores, caveats } = facts;
  const tfjs = tfjsModel(networkGraph(trained, 'tfjs'), program);
  const files = new Map<string, Uint8Array>([
    [cardFile, Buffer.from(modelCard(trained, facts))],
    ['model.json', Buffer.from(tfjs.model)],
    [weightsFile, tfjs.weights],
    ['model.keras', kerasModel(networkGraph(trained, 'keras'))],
    ['weights.safetensors', writeSafetensors(modelTensors(trained))],
    ['vectors.txt', vectorsText(trained)],
    ['vocabulary.json', json({ padding: paddingId, unknown: unknownId, first: firstWordId, words: vocabulary })],
    ['text.json', json({ options: text.options, lists: text.lists, maxTokens })],
    ['labels.json', json({ labels, head: model.head })],
    [cellFile, json({ sweep, trial, cell, model, size, engine, numerics, program })],
    ['data.json', json({ reading, data })],
    ['scores.json', json({ scores, caveats })],
  ]);
  return files.set(digestsFile, digestsOf(files));
};
