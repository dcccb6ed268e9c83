import { useState } from 'preact/hooks';

import type { NearAnswer, WordFacts } from '../source.ts';
import { csvText } from './csv.ts';
import { download, fileName } from './download.ts';
import { useResource } from './resource.ts';
import { changeQuery, route } from './route.ts';
import { Scroll } from './scroll.tsx';
import { Of } from './state-words.tsx';
import { useStore } from './store.ts';
import { count, nothing } from './words.ts';

/** Where a sweep's word vectors are asked for. */
export const pathOf = (sweep: string, what: string, query: Readonly<Record<string, string>>): string =>
  `/api/sweeps/${encodeURIComponent(sweep)}/vectors${what}?${new URLSearchParams(query)}`;

export const showWord = (word: string): void => changeQuery({ word });

const classText = ({ label, share }: WordFacts): string =>
  label === null ? nothing : `${label} (${Math.round((share ?? 0) * 100)} %)`;

const Near = ({ of, near }: NearAnswer) => {
  const heads = ['word', 'cosine', 'count', 'texts', 'class with more than its share'];
  const file = () => ({
    columns: heads,
    rows: near.map(({ word, cosine, count: times, texts, label }) => [word, cosine, times, texts, label]),
  });
  return (
    <>
      <p>
        <b>{of.word}</b>: {count(of.count)} times in {count(of.texts)} training texts; class with more than its share:{' '}
        {classText(of)}.{' '}
        <button
          type="button"
          onClick={() => download(fileName(`words near ${of.word}`, 'csv'), 'text/csv', csvText(file()))}
        >
          CSV
        </button>
      </p>
      <Scroll
        label={`Words near ${of.word}`}
        heads={heads}
        numbers={[1, 2, 3]}
        rows={near.map((each) => (
          <tr>
            <th scope="row">
              <button type="button" class="word" onClick={() => showWord(each.word)}>
                {each.word}
              </button>
            </th>
            <td class="number">{each.cosine.toFixed(4)}</td>
            <td class="number">{count(each.count)}</td>
            <td class="number">{count(each.texts)}</td>
            <td>{classText(each)}</td>
          </tr>
        ))}
      />
    </>
  );
};

/** Asks for a word, and shows those whose vectors lie nearest. */
export const Neighbours = ({
  sweep,
  at,
  first,
}: {
  readonly sweep: string;
  readonly at: Readonly<Record<string, string>>;
  readonly first: string;
}) => {
  const { query } = useStore(route);
  const word = query.get('word') ?? first;
  const [typed, setTyped] = useState<string | null>(null);
  const resource = useResource<NearAnswer>(word === '' ? null : pathOf(sweep, '/near', { ...at, word }), '');
  return (
    <>
      <h2 id="near">Nearest words</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== null && typed.trim() !== '') showWord(typed.trim());
          setTyped(null);
        }}
      >
        <label>
          Words near{' '}
          <input
            type="text"
            value={typed ?? word}
            autoComplete="off"
            spellcheck={false}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <button type="submit">Show</button>
      </form>
      {word !== '' && (
        <Of resource={resource} what={`the words near ${word}`}>
          {(found) => <Near {...found} />}
        </Of>
      )}
    </>
  );
};
