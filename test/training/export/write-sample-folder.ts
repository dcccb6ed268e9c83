/** Writes a model folder with drawn weights, for checks by hand: node --import tsx THIS FOLDER [cell] */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFiles } from '../../../training/export/model-files.ts';
import { someFacts, someModel } from './trained-fixture.ts';

const [folder, cell] = process.argv.slice(2);
if (folder === undefined) throw new Error('name a folder to write to');
const shape = { layers: 1, units: 4, bidirectional: true, pooling: 'last', head: 'softmax' } as const;
mkdirSync(folder, { recursive: true });
for (const [name, bytes] of modelFiles(someModel({ ...shape, cell: cell === 'gru' ? 'gru' : 'lstm' }), someFacts))
  writeFileSync(join(folder, name), bytes);
