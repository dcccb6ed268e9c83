import { Hono } from 'hono';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';

import { SweepError } from '../../core/errors.ts';
import { actions } from '../source.ts';
import type { Source } from '../source.ts';
import type { Asset } from './assets.ts';
import type { Events, PageEvent } from './events.ts';
import { guard } from './guard.ts';
import { vectorRoutes } from './vector-routes.ts';
import type { Watch } from './watch.ts';

export type AppParts = {
  readonly source: Source;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly events: Events;
  readonly watch: Watch;
  readonly token: string;
  readonly hosts: () => readonly string[];
};

const beatMs = 15_000;

/** One connection of a page: what it missed or how all stands, then every piece of news as it comes. */
const sendEvents = (context: Context, { events, watch }: AppParts) =>
  streamSSE(context, async (stream) => {
    const waiting: PageEvent[] = [];
    let wake = (): void => undefined;
    const stop = events.listen((event) => {
      waiting.push(event);
      wake();
    });
    stream.onAbort(() => {
      stop();
      wake();
    });
    const missed = events.since(context.req.header('last-event-id'));
    if (missed === null) {
      if (watch.standing().sweeps === null) await watch.look();
      waiting.length = 0; // the standing has it
      const { sweeps, away } = watch.standing();
      waiting.push({ id: events.lastId(), event: 'standing', data: JSON.stringify({ sweeps: sweeps ?? [], away }) });
    } else waiting.unshift(...missed);
    while (!stream.aborted) {
      for (const event of waiting.splice(0)) await stream.writeSSE(event);
      const woken = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), beatMs);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
        if (waiting.length > 0 || stream.aborted) wake();
      });
      if (!woken) await stream.write(': still here\n\n');
    }
    stop();
  });

const failed = (context: Context, error: unknown) => {
  if (!(error instanceof SweepError)) {
    const message = error instanceof Error ? error.message : String(error);
    return context.json({ code: 'FAILED', message, fix: 'sweep doctor says what is wrong with the servers' }, 503);
  }
  const { code, message, fix } = error;
  return context.json({ code, message, fix }, code === 'NOT_FOUND' ? 404 : code === 'SERVER_UNAVAILABLE' ? 503 : 400);
};

/** All that the page asks its server for. */
export const createApp = (parts: AppParts): Hono => {
  const { source, assets } = parts;
  const app = new Hono();
  app.use(guard(parts));
  app.onError((error, context) => failed(context, error));
  app.get('/api/events', (context) => sendEvents(context, parts));
  app.get('/api/sweeps', async (context) => context.json({ sweeps: await source.sweeps() }));
  app.get('/api/sweeps/:sweep', async (context) => context.json(await source.details(context.req.param('sweep'))));
  app.get('/api/sweeps/:sweep/leaderboard', async (context) => {
    for (const [name, value] of Object.entries({ 'Content-Type': 'application/json' })) context.header(name, value);
    return context.body(await source.leaderboard(context.req.param('sweep')));
  });
  app.get('/api/sweeps/:sweep/compare/:first/:second', async (context) => {
    const { sweep, first, second } = context.req.param();
    return context.json(await source.compare(sweep, first, second));
  });
  app.get('/api/compare/:first/:second', async (context) =>
    context.json(await source.compareSweeps(context.req.param('first'), context.req.param('second'))),
  );
  app.get('/api/sweeps/:sweep/importance', async (context) =>
    context.json(await source.importance(context.req.param('sweep'))),
  );
  app.get('/api/sweeps/:sweep/timeline', async (context) =>
    context.json(await source.timeline(context.req.param('sweep'))),
  );
  vectorRoutes(app, source);
  app.get('/api/sweeps/:sweep/trials/:trial', async (context) =>
    context.json(await source.trial(context.req.param('sweep'), context.req.param('trial'))),
  );
  app.post('/api/sweeps/:sweep/:action', async (context) => {
    const action = actions.find((each) => each === context.req.param('action'));
    if (action === undefined) return context.notFound();
    return context.json({ message: await source.act(context.req.param('sweep'), action) });
  });
  app.all('/api/*', (context) =>
    context.json({ code: 'NOT_FOUND', message: 'There is no such thing here.', fix: '' }, 404),
  );
  // Every other path is a view of the page, which reads it itself.
  app.get('*', (context) => {
    const path = context.req.path;
    const asset = assets.get(path) ?? (/\.\w+$/.test(path) ? undefined : assets.get('/index.html'));
    if (asset === undefined) return context.notFound();
    context.header('Content-Type', asset.type);
    return context.body(asset.body);
  });
  return app;
};
