import { expect, test } from 'vitest';

import { gpuFix } from '../../../cli/doctor/gpu-fix.ts';

test.each([
  ['anything', '470.82', 'install a newer driver: CUDA 12 needs 525.60, and this is 470.82'],
  [
    'failed call to cuInit: CUDA driver version is insufficient for CUDA runtime version',
    '530.1',
    'update the driver, then restart this machine',
  ],
  [
    'Could not load dynamic library libcudnn.so.8; dlerror: no such file',
    '550.54',
    'libcudnn.so.8 is missing: sweep engine install tensorflow --gpu --from pypi brings CUDA and cuDNN',
  ],
  [
    'W gpu_device.cc Cannot dlopen some GPU libraries. Please make sure',
    '550.54',
    'a library of CUDA or cuDNN is missing: sweep engine install tensorflow --gpu --from pypi brings CUDA and cuDNN',
  ],
  ['CUDA_ERROR_OUT_OF_MEMORY: out of memory', '550.54', 'other programs fill it: end them, or leave it out of --gpus'],
  [
    'no kernel image is available for execution on the device',
    '550.54',
    'this library has no code for this card: sweep engine install tensorflow --gpu --from pypi',
  ],
])('what the library says of a GPU that it does not use has a fix: %s', (said, driver, fix) => {
  expect(gpuFix(said, driver)).toBe(fix);
});
