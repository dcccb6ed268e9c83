import { expect, test } from 'vitest';

import { createSilence } from '../../worker/silence.ts';

const running = (): boolean => false;

/** Looks every half second from `from` to `to`, in seconds; what was found last. */
const lookOn = (silence: ReturnType<typeof createSilence>, from: number, to: number, isStopped = running) => {
  let found = silence.look(from * 1000, isStopped);
  for (let at = from * 1000 + 500; at <= to * 1000; at += 500) found = silence.look(at, isStopped);
  return found;
};

test('a trainer that says nothing for ten seconds is silent', () => {
  const silence = createSilence(500);
  silence.look(0, running);
  silence.allow(0, 10_000);

  expect(lookOn(silence, 0.5, 9.5)).toBe('heard');
  expect(silence.look(10_000, running)).toBe('silent');
});

test('inside a named phase its parent beats, until ten seconds before the end of it', () => {
  const silence = createSilence(500);
  silence.look(0, running);
  silence.allow(0, 20_000);

  expect(lookOn(silence, 0.5, 9.5)).toBe('phase');
  expect(lookOn(silence, 10, 19.5)).toBe('heard');
});

test('a parent that was stopped for a minute blames nobody: it could not hear', () => {
  const silence = createSilence(500);
  silence.look(0, running);
  silence.allow(0, 10_000);

  expect(silence.look(60_000, running)).toBe('heard');
  expect(lookOn(silence, 60.5, 69.5)).toBe('heard');
  expect(silence.look(70_000, running)).toBe('silent');
});

test('a trainer that was stopped from outside has ten seconds again once it goes on', () => {
  const silence = createSilence(500);
  silence.look(0, running);
  silence.allow(0, 10_000);
  expect(lookOn(silence, 0.5, 60, () => true)).not.toBe('silent');

  expect(lookOn(silence, 60.5, 65)).toBe('heard');
});
