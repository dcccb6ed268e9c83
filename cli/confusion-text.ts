import type { Confusion } from '../scoring/confusion.ts';
import type { Paint } from '../pictures/terminal/accent.ts';
import { unpainted } from '../pictures/terminal/accent.ts';
import { cutTo, harmless, textWidth, wrapped } from './grid/text-width.ts';
import { ruledTable } from './ruled-table.ts';

/** From which share of a row on a cell has which shade: finer where the mistakes are. */
const shades = [
  [0.7, '█'],
  [0.35, '▓'],
  [0.15, '▒'],
  [0.05, '░'],
  [0, '·'],
] as const;
const shadeWords = 'Share of the row: · < 5 %, ░ < 15 %, ▒ < 35 %, ▓ < 70 %, █ more.';
const widestLabel = 16;
const mostMixUps = 3;

/** Nothing for a cell without a text. */
const shade = (share: number): string => (share === 0 ? ' ' : (shades.find(([from]) => share >= from)?.[1] as string));

/** The pairs of classes that are mixed up most, as sentences. */
const mixUps = (confusion: Confusion, labels: readonly string[]): readonly string[] =>
  confusion
    .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, mostMixUps)
    .map(({ truth, predicted, count }) => {
      const [is, called] = [harmless(labels[truth] as string), harmless(labels[predicted] as string)];
      return `${count} × "${is}" taken for "${called}"`;
    });

/**
 * A confusion matrix as a table, rows = true class, each cell shaded by its share of the row, mistakes in a colour; columns carry numbers where
 * their labels do not fit, and where the numbers do not either, the most frequent mistakes stand alone.
 */
export const confusionText = (
  confusion: Confusion,
  labels: readonly string[],
  options: { readonly width: number; readonly plain: boolean; readonly paint?: Paint },
): readonly string[] => {
  const { width, plain, paint = unpainted } = options;
  const names = labels.map((label) => cutTo(harmless(label), widestLabel));
  const numbers = labels.map((_, at) => String(at + 1));
  const draw = (heads: readonly string[], rowHeads: readonly string[], ofMistakes: Paint): readonly string[] => {
    const rows = confusion.map((row, truth) => {
      const support = row.reduce((sum, count) => sum + count, 0);
      const cells = row.map((count, predicted) => {
        if (plain) return String(count);
        const shaded = shade(count / Math.max(1, support)).repeat(2);
        return `${count} ${predicted === truth || count === 0 ? shaded : ofMistakes(shaded)}`;
      });
      return [rowHeads[truth] as string, ...cells];
    });
    const right = [false, ...heads.map(() => true)];
    return ruledTable(
      ['true \\ predicted', ...heads.map((head) => (plain ? head : `${head}   `))],
      right,
      rows,
      plain,
    ).split('\n');
  };
  const numbered = names.map((name, at) => `${numbers[at]} ${name}`);
  const heads = [[names, names] as const, [numbers, numbered] as const].find(
    (each) => plain || draw(...each, unpainted).every((line) => textWidth(line) <= width),
  );
  const mistakes = labels.length > 2 ? mixUps(confusion, labels) : [];
  const sentence = `Most frequent mistakes: ${mistakes.join('; ')}.`;
  const words = mistakes.length === 0 ? [] : plain ? [sentence] : wrapped(sentence, width);
  const legend = plain ? [] : wrapped(paint === unpainted ? shadeWords : `${shadeWords} Mistakes are red.`, width);
  return heads === undefined
    ? [`${labels.length} classes do not fit here; --json has the matrix.`, ...words]
    : [...draw(...heads, paint), ...legend, ...words];
};
