import type { ModelFacts, ModelFiles, TrainedModel } from '../../training/export/trained-model.ts';
import { writeModelBytes } from '../../training/export/model-bytes.ts';

export const marker = 'facts.json';

export const plainFiles = (model: TrainedModel, facts: ModelFacts): ModelFiles =>
  new Map([
    [marker, Buffer.from(`${JSON.stringify({ ...facts, text: model.text, labels: model.labels }, null, 2)}\n`)],
    ['model.bin', writeModelBytes(model)],
  ]);
