/** CUDA 12 runs on drivers from 525.60 on. */
const leastDriver = 525;

/** What to do where the library does not use a GPU, from its own words and the driver's version. */
export const gpuFix = (said: string, driver: string): string => {
  if (Number.parseInt(driver, 10) < leastDriver) {
    return `install a newer driver: CUDA 12 needs ${leastDriver}.60, and this is ${driver}`;
  }
  if (/driver version is insufficient|CUDA_ERROR_SYSTEM_DRIVER_MISMATCH|kernel version .* does not match/i.test(said)) {
    return 'update the driver, then restart this machine';
  }
  if (/CUDA_ERROR_OUT_OF_MEMORY|OOM when/i.test(said))
    return 'other programs fill it: end them, or leave it out of --gpus';
  const missing = /lib(?:cudnn|cublas|cudart|cufft|curand|cusolver|cusparse|nvJitLink|cupti)[\w.-]*/i.exec(said)?.[0];
  if (missing !== undefined || /Cannot dlopen some GPU libraries/i.test(said)) {
    const what = missing ?? 'a library of CUDA or cuDNN';
    return `${what} is missing: sweep engine install tensorflow --gpu --from pypi brings CUDA and cuDNN`;
  }
  if (/no kernel image|CUDA_ERROR_INVALID_PTX|CUDA_ERROR_INVALID_HANDLE|ptxas/i.test(said)) {
    return 'this library has no code for this card: sweep engine install tensorflow --gpu --from pypi';
  }
  return 'nvidia-smi -q shows what the driver says of it; CUDA_VISIBLE_DEVICES and the container must show it';
};
