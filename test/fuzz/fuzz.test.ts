import { afterAll, expect, it } from 'vitest';

import { createFolder } from '../text/data-files.ts';
import { readers } from './readers.ts';
import { fuzz } from './run.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const quick = readers.filter(({ share = 1 }) => share === 1); // test/text/gunzip.test.ts has the bombs

it.each(quick)('hostile bytes for $name end in an answer or in a user error', async (reader) => {
  const { refused, accepted } = await fuzz(reader, 20, 7, folder.path('.'));

  expect(refused + accepted).toBe(20);
});
