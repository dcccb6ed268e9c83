export { embeddingWorkflow } from './embedding.ts';
export { fitWorkflow } from './fit.ts';
export { sweepWorkflow, wakeSignal } from './sweep.ts';
