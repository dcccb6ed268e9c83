import type { ActivityInterceptorsFactory } from '@temporalio/worker';

import { masked } from '../core/secrets.ts';

/** Blanks secrets out of an error and of what caused it: Temporal keeps both in the workflow's history. */
const maskError = (error: unknown): void => {
  for (let at = error; at instanceof Error; at = at.cause) {
    at.message = masked(at.message);
    if (at.stack !== undefined) at.stack = masked(at.stack);
  }
};

/** Lets no secret into the failure of an activity. */
export const maskingInterceptor: ActivityInterceptorsFactory = () => ({
  inbound: {
    execute: async (input, next) => {
      try {
        return await next(input);
      } catch (error) {
        maskError(error);
        throw error;
      }
    },
  },
});
