import { createRequire } from 'node:module';

import type { DeviceClass } from '../../core/engine.ts';
import type { Binding } from './binding.ts';

/** The library, loaded into this process: one set of threads and one device for all runs. */
export type Tensorflow = { readonly binding: Binding; readonly version: string; readonly device: DeviceClass };

/**
 * What the library must find in the environment of a process before it is loaded: a fixed number of threads, on which the
 * bits of a result depend, operations that repeat their bits where it has such, and silence.
 */
export const libraryEnvironment = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  TF_ENABLE_ONEDNN_OPTS: '0',
  TF_DETERMINISTIC_OPS: '1',
  TF_CUDNN_DETERMINISTIC: '1',
  CUBLAS_WORKSPACE_CONFIG: ':4096:8',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  TF_CPP_MIN_LOG_LEVEL: '2',
} as const;

/**
 * Loads the library once; a process has one. Nothing of tfjs itself is loaded: its tensors, tape and layers are not used, and it
 * fails on Node 23 and later.
 * @param addon file of @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu: tfjs_binding.node
 * @throws {Error} where it cannot be loaded, or sees no device of that class
 */
export const loadTensorflow = (addon: string, device: DeviceClass): Tensorflow => {
  Object.assign(process.env, libraryEnvironment);
  const binding = createRequire(import.meta.url)(addon) as Binding;
  const found = binding.isUsingGpuDevice() ? 'cuda' : 'cpu';
  if (found !== device) throw new Error(`the library sees a device of class ${found}, not of class ${device}`);
  return { binding, version: binding.TF_Version, device };
};
