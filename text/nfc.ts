/** Shorter runs of combining marks cost nothing; words of any language have a handful. */
const longRuns = /\p{M}{100,}/gu;
const firstMark = 0x300;

/** Whether there may be such a run: it would cover one of every hundredth places, and no mark is below the first. */
const mayHaveLongRun = (text: string): boolean => {
  for (let at = 99; at < text.length; at += 100) if (text.charCodeAt(at) >= firstMark) return true;
  return false;
};

/** Marks of the lowest and of the highest class that there is (1 and 240): any other class changes places with one. */
const lowest = '\u0334';
const highest = '\u0345';

const changePlaces = (a: string, b: string): boolean => (a + b).normalize('NFD') === b + a && a !== b;

/** Whether the mark keeps its place whatever stands beside it (class 0). */
const isFixed = (mark: string): boolean => !changePlaces(mark, lowest) && !changePlaces(highest, mark);

/** Where a mark stands among all others of `marks`: 0 keeps its place, equal numbers keep their order. */
const ranksOf = (marks: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const ranks = new Map<string, number>();
  const moving = [...marks].filter((mark) => !isFixed(mark));
  for (const mark of marks) ranks.set(mark, 0);
  const sorted = moving.toSorted((a, b) => (changePlaces(a, b) ? 1 : changePlaces(b, a) ? -1 : 0));
  let rank = 1;
  sorted.forEach((mark, at) => {
    if (at > 0 && changePlaces(mark, sorted[at - 1] as string)) rank++;
    ranks.set(mark, rank);
  });
  return ranks;
};

/** A run of marks, decomposed and in canonical order, as Unicode's normal forms have it (UAX #15, D109). */
const inOrder = (run: string): string => {
  const decomposed = new Map([...new Set(run)].map((mark) => [mark, mark.normalize('NFD')]));
  const marks = Array.from(run, (mark) => decomposed.get(mark) as string).join('');
  const ranks = ranksOf(new Set(marks));
  const made: string[] = [];
  let stretch: string[] = [];
  const end = (): void => {
    for (const mark of stretch.toSorted((a, b) => (ranks.get(a) as number) - (ranks.get(b) as number))) made.push(mark);
    stretch = [];
  };
  for (const mark of marks) {
    if (ranks.get(mark) !== 0) stretch.push(mark);
    else {
      end();
      made.push(mark);
    }
  }
  end();
  return made.join('');
};

/**
 * The text in Unicode's form NFC, in time proportional to its length. `String.normalize` puts the marks behind a letter in
 * order by insertion: a letter with 80,000 of them takes it seconds. Long runs are put in order first, which changes no
 * result: both orders are canonically equivalent.
 */
export const nfc = (text: string): string =>
  (mayHaveLongRun(text) ? text.replace(longRuns, inOrder) : text).normalize('NFC');
