import { SweepError } from '../../core/errors.ts';

/** A file that is no archive of ours, or not as it was written. */
export const damaged = (file: string, what: string): SweepError =>
  new SweepError({
    code: 'INVALID_ARCHIVE',
    message: `${file} cannot be restored: ${what.replace(/\.$/, '')}.`,
    fix: 'nothing was changed; take another copy of the file, or make the backup again: sweep backup FILE',
  });
