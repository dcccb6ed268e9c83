import type { DeviceClass } from '../../core/engine.ts';

/** The command that installs the library for a device class. */
export const installCommand = (device: DeviceClass): string =>
  `sweep engine install tensorflow${device === 'cuda' ? ' --gpu' : ''}`;
