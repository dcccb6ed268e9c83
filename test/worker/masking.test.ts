import { expect, it } from 'vitest';

import { maskingInterceptor } from '../../worker/masking.ts';

it('blanks a password out of an activity’s error, of its stack and of its causes, and keeps the error itself', async () => {
  const cause = new Error('cannot reach mongodb://me:s3cret@host/x');
  const error = new TypeError('no answer from mongodb://me:s3cret@host/x', { cause });
  const { inbound } = maskingInterceptor({} as never);

  const failed = inbound?.execute?.({ args: [], headers: {} }, () => Promise.reject(error));

  await expect(failed).rejects.toBe(error);
  expect(error.message).toBe('no answer from mongodb://me:***@host/x');
  expect(cause.message).toBe('cannot reach mongodb://me:***@host/x');
  expect(`${error.stack}${cause.stack}`).not.toContain('s3cret');
});
