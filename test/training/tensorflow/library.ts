import { addonOf } from '../../../services/tensorflow/addon.ts';
import { findTensorflow } from '../../../services/tensorflow/find-tensorflow.ts';
import { createBlockLstm } from '../../../training/tensorflow/block-lstm.ts';
import { createLibraryDirections } from '../../../training/tensorflow/direction.ts';
import { loadTensorflow } from '../../../training/tensorflow/load.ts';

const [found] = await findTensorflow(process.env, 'cpu');
const addon = found === undefined ? undefined : addonOf(found.module);
if (addon === undefined) throw new Error('No TensorFlow for CPUs is installed: sweep engine install tensorflow');

export const library = loadTensorflow(addon, 'cpu');
/** The directions of one run. */
export const onLibrary = () => createLibraryDirections(() => createBlockLstm(library.binding)).create;
