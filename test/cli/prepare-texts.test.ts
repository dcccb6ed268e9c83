import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseGrid } from '../../cli/grid/parse-grid.ts';
import { prepareSweep } from '../../cli/prepare-sweep.ts';
import { readCorpus } from '../../text/corpus-bytes.ts';
import { problemsOf } from '../text/data-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'sweep-texts-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);

write('rows.csv', 'text,label\nThe movies were gr8,x\nno luv for movies,y\na gr8 film,x\nthe worst,y\n');
write('slang.txt', 'gr8 -> great\nluv -> love\n');
write('moved.txt', 'gr8 -> great\nluv -> love\n');
write('all.txt', 'the\nmovies\nwere\ngr8\nno\nluv\nfor\na\nfilm\nworst\n');

const prepare = (text: string) =>
  prepareSweep(
    parseGrid(`name: x\ndata: { file: rows.csv }\nsplit: { folds: 2 }\ntext: ${text}`, join(folder, 'x.yaml')),
  );

const wordsOf = ({ prepared, blobs }: Awaited<ReturnType<typeof prepare>>): readonly string[] =>
  prepared.corpora.map(({ digest }) => readCorpus(blobs.get(digest) as Uint8Array).words.join(' '));

it('has the words of every set of text options, as files, builtin lists and stemmers make them', async () => {
  const made = await prepare('{ replace: [none, slang.txt], stopwords: builtin, normalize: [none, stem] }');

  expect(wordsOf(made)).toEqual([
    'movies gr8 no luv film worst',
    'movi gr8 no luv film worst',
    'movies great no love film worst',
    'movi great no love film worst',
  ]);
  expect(made.files.map(({ path }) => path)).toEqual([join(folder, 'rows.csv'), join(folder, 'slang.txt')]);
});

it('has the same blobs from a file of another name', async () => {
  const one = await prepare('{ replace: slang.txt, normalize: lemma }');
  const other = await prepare('{ replace: moved.txt, normalize: lemma }');

  expect(other.prepared).toEqual(one.prepared);
  expect(wordsOf(one)).toEqual(['the movie be great no love for a film bad']);
});

it('is refused where a list of stop words leaves nothing', async () => {
  expect(await problemsOf(() => prepare('{ stopwords: [none, all.txt] }'))).toEqual([
    'rows.csv:- [text.stopwords] every text is empty after text.stopwords: all.txt → take words out of the list, or write stopwords: none',
  ]);
});
