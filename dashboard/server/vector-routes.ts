import type { Context, Hono } from 'hono';

import { SweepError } from '../../core/errors.ts';
import type { Source, VectorsAt } from '../source.ts';

const mostWords = 2_000;

/** A whole number of a query, from nought to the greatest that is allowed. @throws {SweepError} USAGE */
const wholeNumber = (context: Context, name: string, most = Number.MAX_SAFE_INTEGER): number => {
  const text = context.req.query(name) ?? '';
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  const message = `${name} is "${text}" and should be a whole number of at most ${most}.`;
  throw new SweepError({ code: 'USAGE', message, fix: 'choose again on the page' });
};

const placeOf = (context: Context): VectorsAt => ({
  embedding: wholeNumber(context, 'embedding'),
  scope: context.req.query('scope') ?? '',
});

/** What the page asks about word vectors; words stand in queries, since they may hold anything. */
export const vectorRoutes = (app: Hono, source: Source): void => {
  const sweepOf = (context: Context): string => context.req.param('sweep') as string;
  app.get('/api/sweeps/:sweep/vectors', async (context) => {
    const asked = context.req.query('embedding');
    const embedding = asked === undefined ? null : wholeNumber(context, 'embedding');
    return context.json(await source.vectors(sweepOf(context), embedding));
  });
  app.get('/api/sweeps/:sweep/vectors/map', async (context) =>
    context.json(await source.wordMap(sweepOf(context), placeOf(context), wholeNumber(context, 'most', mostWords))),
  );
  app.get('/api/sweeps/:sweep/vectors/near', async (context) =>
    context.json(await source.near(sweepOf(context), placeOf(context), context.req.query('word') ?? '')),
  );
};
