import { obtainBinary } from '../../../services/obtain-binary.ts';

/** Names the servers' programs, so that a round with a cache folder of its own need not fetch or build them. */
export const programs = async (): Promise<NodeJS.ProcessEnv> => {
  const [temporal, database] = await Promise.all([obtainBinary('temporal'), obtainBinary('mongo')]);
  return { SWEEP_TEMPORAL_BIN: temporal.path, SWEEP_MONGOD_BIN: database.path };
};
