import { connection } from './live.ts';
import { useStore } from './store.ts';

/** Says when what is shown may be old, and what brings it up to date. */
export const Banner = () => {
  const now = useStore(connection);
  switch (now.state) {
    case 'opening':
    case 'open':
      return <div role="status" />;
    case 'away':
      return (
        <div class="banner" role="status">
          The server went away at {new Date(now.since).toLocaleTimeString()}. What you see is from before; sweeps go on
          without it. It is looked for every second: <code>sweep dashboard</code> starts it again.
        </div>
      );
    case 'storeAway':
      return (
        <div class="banner" role="status">
          The database does not answer, so what you see may be old. {now.why}
        </div>
      );
    case 'refused':
      return (
        <div class="banner" role="alert">
          {now.message} {now.fix}.
        </div>
      );
    default:
      return now satisfies never;
  }
};
