import { createRequire } from 'node:module';
import { fusedStep } from './fused-step.ts';
import type { Addon } from './fused-step.ts';

/**
 * A process of its own, since a library that does not fit ends the process that loads it. Its argument is the addon's
 * file; it prints one line of JSON.
 */
const say = (found: object): void => void process.stdout.write(`\n${JSON.stringify(found)}\n`);

try {
  const addon = createRequire(import.meta.url)(process.argv[2] as string) as Addon;
  const device = addon.isUsingGpuDevice() ? 'cuda' : 'cpu';
  say({ version: addon.TF_Version, device, wrong: fusedStep(addon) });
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) });
}
