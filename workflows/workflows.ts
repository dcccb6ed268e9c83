export { embeddingWorkflow } from './embedding.ts';
export { sweepWorkflow, wakeSignal } from './sweep.ts';
