/** What the words of TensorFlow, CUDA and cuDNN say of a failure: of the card's memory, of the card itself, or of neither. */
export const deviceFault = (message: string): 'memory' | 'lost' | null => {
  if (memory.test(message)) return 'memory';
  return lost.test(message) ? 'lost' : null;
};

// "Dst tensor is not initialized" is what a copy to a full card says.
const memory =
  /OOM when allocating|RESOURCE_EXHAUSTED|CUDA_ERROR_OUT_OF_MEMORY|CU(?:DNN|BLAS)_STATUS_ALLOC_FAILED|Dst tensor is not initialized|failed to allocate [\d.]+ ?[KMG]i?B.*device|ran out of memory trying to allocate/i;

const lost =
  /CUDA_ERROR_(?:ECC_UNCORRECTABLE|DEVICE_UNAVAILABLE|NO_DEVICE|LAUNCH_FAILED|LAUNCH_TIMEOUT|ILLEGAL_ADDRESS|HARDWARE_STACK_ERROR|ILLEGAL_INSTRUCTION|SYSTEM_NOT_READY|SYSTEM_DRIVER_MISMATCH|UNKNOWN|DEINITIALIZED)|\bXid\b|GPU is lost|fallen off the bus|no CUDA-capable device|failed call to cuInit|sees a device of class cpu, not of class cuda/i;
