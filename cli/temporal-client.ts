import { Client, Connection } from '@temporalio/client';

import { SweepError } from '../core/errors.ts';
import type { Session } from './session.ts';

/** Does something with a Temporal client, and closes its connection. */
export const withTemporal = async <Result>(
  { services }: Session,
  work: (client: Client) => Promise<Result>,
): Promise<Result> => {
  const { temporalAddress: address, temporalNamespace: namespace, temporalConnection } = services;
  const connection = await Connection.connect({ connectTimeout: '5s', ...temporalConnection }).catch(
    (cause: unknown) => {
      throw new SweepError({
        code: 'SERVER_UNAVAILABLE',
        message: `Temporal does not answer at ${address}.`,
        fix: 'check TEMPORAL_ADDRESS, or see: sweep doctor',
        cause,
      });
    },
  );
  try {
    return await work(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
};
