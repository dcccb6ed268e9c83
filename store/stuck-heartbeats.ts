import type { MongoClient } from 'mongodb';

/** Longer than any that ends: one that waits for news takes ten seconds, one on a slow network two or three more. */
const stuckMs = 20_000;

/**
 * Connects anew where a heartbeat of the driver neither succeeds nor fails: up to 7.9 one that is sent on a connection
 * which is cut at that moment waits for ever, and with it whoever needs the server, though it has long been back.
 */
export const mendStuckHeartbeats = (client: MongoClient): void => {
  const pending = new Map<string, NodeJS.Timeout>(); // by server
  const ended = ({ connectionId }: { readonly connectionId: string }): void => {
    clearTimeout(pending.get(connectionId));
    pending.delete(connectionId);
  };
  const connectAnew = async (): Promise<void> => {
    await client.close().catch(() => undefined);
    await client.connect().catch(() => undefined); // else whoever asks next connects
  };
  client.on('serverHeartbeatStarted', ({ connectionId }) => {
    clearTimeout(pending.get(connectionId));
    pending.set(connectionId, setTimeout(() => void connectAnew(), stuckMs).unref());
  });
  client.on('serverHeartbeatSucceeded', ended);
  client.on('serverHeartbeatFailed', ended);
  client.on('topologyClosed', () => {
    for (const timer of pending.values()) clearTimeout(timer);
    pending.clear();
  });
};
