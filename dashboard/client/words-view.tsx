import { wordMap } from '../../pictures/word-map.ts';
import type { VectorsAnswer, WordMapAnswer } from '../source.ts';
import type { Board } from './board.ts';
import { Choice } from './choice.tsx';
import { Figure } from './figure.tsx';
import { Neighbours, pathOf, showWord } from './near-words.tsx';
import { useResource } from './resource.ts';
import { route } from './route.ts';
import { Of } from './state-words.tsx';
import { useStore } from './store.ts';
import { count } from './words.ts';

const amounts = [100, 300, 1000] as const;

const Plane = ({ sweep, at }: { readonly sweep: string; readonly at: Readonly<Record<string, string>> }) => {
  const { query } = useStore(route);
  const most = amounts.find((each) => String(each) === query.get('most')) ?? amounts[0];
  const resource = useResource<WordMapAnswer>(pathOf(sweep, '/map', { ...at, most: String(most) }), '');
  return (
    <Of resource={resource} what="the map of words">
      {(found) => (
        <>
          <Figure
            id="words"
            inputs={[found]}
            onMark={(row) => showWord(found.places[row]?.word ?? '')}
            draw={(width) =>
              wordMap(
                { words: found.places, labels: found.labels, shares: found.shares },
                { width, height: width < 500 ? 420 : 560 },
              )
            }
          >
            <Choice
              name="how many"
              param="most"
              value={String(most)}
              options={amounts.map((each) => ({ value: String(each), text: count(each) }))}
            />
          </Figure>
          <p class="note">
            {count(found.words)} words have vectors of {found.size} numbers. Counted over {count(found.texts)} training
            texts; a class has more than its share of a word where more of its texts hold it than chance gives (adjusted
            residual of at least 2, which chance alone passes for about one word in 40). Press a word to see its
            neighbours.
          </p>
          <Neighbours sweep={sweep} at={at} first={found.places[0]?.word ?? ''} />
        </>
      )}
    </Of>
  );
};

const about = ({ kind, learnt, outside }: VectorsAnswer): string =>
  [
    kind === 'file' ? 'Read from a file.' : 'Trained by word2vec on the training texts.',
    ...(outside ? ['They saw the texts of embedding.corpus too, which are not counted here.'] : []),
    ...(learnt ? ['Trials start from these and change them while they train; what they become is not stored.'] : []),
  ].join(' ');

/** The word vectors that trials of a sweep start from: their map, and what lies near a word. */
export const WordsView = ({ board: { sweep }, version }: { readonly board: Board; readonly version: string }) => {
  const { query } = useStore(route);
  const wanted = query.get('embedding');
  const resource = useResource<VectorsAnswer>(pathOf(sweep, '', wanted === null ? {} : { embedding: wanted }), version);
  return (
    <Of resource={resource} what="the word vectors">
      {(found) => {
        const { embedding, embeddings, left, scopes } = found;
        const trained = scopes.filter(({ words }) => words !== null);
        const scope = trained.find((each) => each.scope === query.get('scope')) ?? trained[0];
        const at = { embedding: String(embedding), scope: scope?.scope ?? '' };
        return (
          <>
            <h2>Words as the trials see them</h2>
            <p>
              <Choice
                name="word vectors"
                param="embedding"
                value={String(embedding)}
                options={embeddings.map((each) => ({ value: String(each.embedding), text: each.name }))}
              />
              {scopes.length > 0 && (
                <Choice
                  name="trained for"
                  param="scope"
                  value={at.scope}
                  options={scopes.map(({ scope: value, name, words }) => ({
                    value,
                    text: words === null ? `${name}: not yet` : name,
                    disabled: words === null,
                  }))}
                />
              )}
            </p>
            {left > 0 && (
              <p class="note">
                The first {count(embeddings.length)}; {count(left)} more are not listed.
              </p>
            )}
            {found.kind === 'random' ? (
              <p class="state">
                These trials start from random numbers and learn vectors of their own in every fold, which are not
                stored: there is nothing to show.
              </p>
            ) : scope === undefined ? (
              <p class="state">None of these word vectors is trained yet.</p>
            ) : (
              <>
                <p class="note">{about(found)}</p>
                <Plane key={`${at.embedding}/${at.scope}`} sweep={sweep} at={at} />
              </>
            )}
          </>
        );
      }}
    </Of>
  );
};
