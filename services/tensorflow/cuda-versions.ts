import type { TensorflowInstall } from './installation.ts';
import { wheelSet } from './pins.ts';

/** Where CUDA and cuDNN of an installation come from, and their versions where they are ours. */
export const cudaVersions = ({ from }: Pick<TensorflowInstall, 'from'>): string => {
  if (from !== 'pypi') return "CUDA and cuDNN are the system's";
  const versionOf = (part: string): string | undefined =>
    wheelSet('cuda', 'linux', 'x64')?.wheels.find(({ name }) => name === `nvidia-${part}-cu12`)?.version;
  return `CUDA ${versionOf('cuda-runtime')}, cuDNN ${versionOf('cudnn')} from the wheels`;
};
