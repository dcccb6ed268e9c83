import { finished } from './exit-codes.ts';
import { say } from './say.ts';

/** Raised by Ctrl-C, SIGTERM or a closed terminal; a second Ctrl-C ends the program at once. */
export const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted && name === 'SIGINT') {
        say('Ended at once. What was trained since the last checkpoint is trained again.');
        process.exit(finished.interrupted);
      }
      controller.abort(name);
    });
  }
  return controller.signal;
};

/** More than a worker takes that is answered, less than a supervisor (systemd, Kubernetes, Compose) waits before it kills. */
const patienceMs = 20_000;

/** Ends the program some time after it was asked to leave: servers that are cut off would hold it for most of a minute. */
export const leaveInTime = (signal: AbortSignal, afterMs = patienceMs): void => {
  const leave = (): void => {
    say('Left without an answer from the servers. What was trained since the last checkpoint is trained again.');
    process.exit(finished.interrupted);
  };
  signal.addEventListener('abort', () => setTimeout(leave, afterMs).unref(), { once: true });
};
