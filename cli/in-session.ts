import { SweepError } from '../core/errors.ts';
import { isAway } from '../store/stored.ts';
import { say } from './say.ts';
import type { Session } from './session.ts';

/** What a command does once all that it asks for stands in the store; its exit code. */
export type Next = () => Promise<number>;

const mostTimes = 3;

/** Whether Sweep's own servers were taken away: with them their supervisor, so that a new session starts them again. */
const hasLostServers = (error: unknown, session: Session | undefined): boolean => {
  if (session !== undefined && !session.services.embedded.mongo) return false;
  return isAway(error) || (session !== undefined && error instanceof SweepError && error.code === 'SERVER_UNAVAILABLE');
};

/**
 * Opens a session, lets `begin` ask for what a command wants, and does what is then to be done. Where the servers go with
 * their supervisor under `begin`, it begins again with new ones: it must be fit to be done twice, as after a kill.
 */
export const inSession = async (
  open: () => Promise<Session>,
  begin: (session: Session) => Promise<Next>,
): Promise<number> => {
  for (let times = 1; ; times++) {
    let session: Session | undefined;
    let next: Next;
    try {
      session = await open();
      next = await begin(session);
    } catch (error) {
      await session?.[Symbol.asyncDispose]().catch(() => undefined);
      if (times === mostTimes || !hasLostServers(error, session)) throw error;
      say('The servers were stopped under this command; it begins again.');
      continue;
    }
    await using _ = session;
    return await next();
  }
};
