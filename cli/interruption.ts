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
