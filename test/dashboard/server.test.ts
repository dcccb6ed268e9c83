import { expect, test } from 'vitest';

import { createApp } from '../../dashboard/server/app.ts';
import { createEvents } from '../../dashboard/server/events.ts';
import { createWatch } from '../../dashboard/server/watch.ts';
import { fakeSource } from './fake-source.ts';

const host = '127.0.0.1:7717';
const bearer = { Authorization: 'Bearer secret' };

const make = () => {
  const fake = fakeSource({ paper: 8 });
  const events = createEvents();
  const watch = createWatch(fake.source, events);
  const page = { body: new TextEncoder().encode('<p>page</p>'), type: 'text/html' };
  const assets = new Map([['/index.html', page]]);
  const app = createApp({ source: fake.source, assets, events, watch, token: 'secret', hosts: () => [host] });
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    app.request(path, { method, headers: { host, ...headers } });
  return { fake, events, watch, ask };
};

test('what is read needs the token, the page itself does not', async () => {
  const { ask } = make();

  expect((await ask('/sweep/paper')).status).toBe(200);
  expect((await ask('/api/sweeps')).status).toBe(401);
  expect((await ask('/api/sweeps', { Authorization: 'Bearer secre' })).status).toBe(401);
  expect((await ask('/api/sweeps', bearer)).status).toBe(200);
});

test('another name for this machine and the page of another site are refused', async () => {
  const { ask } = make();

  expect((await ask('/', { host: 'evil.example' })).status).toBe(403);
  expect((await ask('/api/sweeps', { ...bearer, host: 'evil.example:7717' })).status).toBe(403);
  expect((await ask('/api/sweeps', { ...bearer, origin: 'https://evil.example' })).status).toBe(403);
});

test('an action needs the token and the page as its origin', async () => {
  const { fake, ask } = make();
  const origin = `http://${host}`;

  expect((await ask('/api/sweeps/paper/pause', bearer, 'POST')).status).toBe(403);
  expect((await ask('/api/sweeps/paper/pause', { origin }, 'POST')).status).toBe(401);
  expect((await ask('/api/sweeps/paper/drop', { ...bearer, origin }, 'POST')).status).toBe(404);
  expect(fake.asked).toEqual([]);
  expect((await ask('/api/sweeps/paper/pause', { ...bearer, origin }, 'POST')).status).toBe(200);
  expect(fake.asked).toEqual(['pause paper']);
});

test('no script but the page’s own may run', async () => {
  const { ask } = make();

  const policy = (await ask('/')).headers.get('content-security-policy') ?? '';

  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
});

test('the leaderboard comes byte by byte as leaderboard --json has it', async () => {
  const { fake, ask } = make();

  const sent = await (await ask('/api/sweeps/paper/leaderboard', bearer)).text();

  expect(sent).toBe(await fake.source.leaderboard('paper'));
});

test('what is not there is said with its fix', async () => {
  const { ask } = make();

  const answer = await ask('/api/sweeps/nothing', bearer);

  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND', fix: 'look at the list' });
});

test('who comes back hears what it missed, and all of it anew where that is not kept', () => {
  const events = createEvents();
  events.publish('sweep', 1);
  const seen = events.lastId();
  events.publish('sweep', 2);
  events.publish('sweep', 3);

  expect(events.since(seen)?.map(({ data }) => data)).toEqual(['2', '3']);
  expect(events.since(events.lastId())).toEqual([]);
  expect(events.since(undefined)).toBeNull();
  expect(events.since('other-1')).toBeNull();
  for (let n = 0; n < 2_000; n++) events.publish('sweep', n);
  expect(events.since(seen)).toBeNull();
});

test('a sweep that begins is news, one that stands still is none, and a store that is away is told once', async () => {
  const { fake, events, watch } = make();
  const heard: string[] = [];
  events.listen(({ event }) => heard.push(event));
  await watch.look();

  fake.add('newer');
  await watch.look();
  await watch.look();

  expect(heard).toEqual(['sweep']);
  const away = createWatch({ sweeps: () => Promise.reject(new Error('no answer')) }, events);
  await away.look();
  await away.look();
  expect(heard).toEqual(['sweep', 'away']);
});
