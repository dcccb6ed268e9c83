import { afterAll, expect, it } from 'vitest';

import { createFolder } from '../text/data-files.ts';
import { readers } from './readers.ts';
import { fuzz } from './run.ts';

const folder = createFolder();
afterAll(() => folder.remove());

it.each(readers)('hostile bytes for $name end in an answer or in a user error', async (reader) => {
  const { refused, accepted } = await fuzz(reader, 50, 7, folder.path('.'));

  expect(refused + accepted).toBe(50);
});
