import { createBlockLstm } from '../../../training/tensorflow/block-lstm.ts';
import { createLibraryDirections } from '../../../training/tensorflow/direction.ts';
import { loadTensorflow } from '../../../training/tensorflow/load.ts';

const folder = process.env['SWEEP_TEST_TENSORFLOW'];
if (folder === undefined) {
  throw new Error('SWEEP_TEST_TENSORFLOW is not set: the folder of an installed @tensorflow/tfjs-node');
}

export const library = loadTensorflow(folder, 'cpu');
export const onLibrary = createLibraryDirections(() => createBlockLstm(library.binding)).create;
