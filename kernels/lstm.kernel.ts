// What the recurrent trainer computes in WebAssembly SIMD; memory and its layout belong to the caller.
export { addColumnSums, multiply, transposePanels } from './gemm';
export { multiplyTransposed } from './gemm-transposed';
export { lstmBackward, lstmForward } from './recurrence';
export { lstmBackwardDropped, lstmForwardDropped } from './lstm-dropped';
export { gruBackward, gruForward } from './gru';
export { sigmoids, tanhs } from './activations';
export { addRows, addScaledSteps, gatherRows, scaleEach, scaleSteps, scatterRows } from './rows';
export { catchUpRows, largest, move, moveRows, scaleAll, sumOfSquares } from './optimisers';
export { dropoutFactors } from './dropout';
export {
  attentionBackward, attentionScores, attentionSpread, attentionSum, maxBackward, maxForward, meanBackward, meanForward,
} from './pooling';
