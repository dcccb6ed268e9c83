// What the recurrent trainer computes in WebAssembly SIMD; memory and its layout belong to the caller.
export { addColumnSums, multiply, transposePanels } from './gemm';
export { multiplyTransposed } from './gemm-transposed';
export { lstmBackward, lstmForward } from './recurrence';
export { sigmoids, tanhs } from './activations';
export { addRows, gatherRows, scaleEach, scatterRows } from './rows';
export { adam, adamRows } from './adam';
export { dropoutFactors } from './dropout';
