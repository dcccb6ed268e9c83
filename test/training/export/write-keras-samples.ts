/** Writes models with what the formulas say of some texts, for check_keras.py: node --import tsx THIS FOLDER */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kerasModel } from '../../../training/export/keras.ts';
import { firstWordId, networkGraph } from '../../../training/export/network-graph.ts';
import { plainProbabilities } from './plain-network.ts';
import { everyShape, someModel, someTexts } from './trained-fixture.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('name a folder to write to');
mkdirSync(folder, { recursive: true });

everyShape.forEach((shape, at) => {
  const trained = someModel(shape);
  const texts = someTexts(trained);
  const longest = Math.max(...texts.map(({ length }) => length)) + 2;
  const ids = texts.map((text) =>
    Array.from({ length: longest }, (_, t) => (text[t] === undefined ? 0 : text[t] + firstWordId - 1)),
  );
  const probabilities = texts.map((text) => plainProbabilities(trained, text));
  writeFileSync(join(folder, `${at}.keras`), kerasModel(networkGraph(trained, 'keras')));
  writeFileSync(join(folder, `${at}.json`), JSON.stringify({ shape, ids, probabilities }));
});
