import type { Confusion } from '../scoring/confusion.ts';
import { cutTo, harmless, textWidth, wrapped } from './grid/text-width.ts';
import { ruledTable } from './ruled-table.ts';

const shades = [' ', '░', '▒', '▓', '█'];
const widestLabel = 16;
const mostMixUps = 3;

/** A fifth of its row's texts per shade; nothing for none. */
const shade = (share: number): string => shades[share === 0 ? 0 : Math.min(4, 1 + Math.floor(share * 4))] as string;

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
 * A confusion matrix as a table, rows = true class, each cell shaded by its share of the row; columns carry numbers where
 * their labels do not fit, and where the numbers do not either, the most frequent mistakes stand alone.
 */
export const confusionText = (
  confusion: Confusion,
  labels: readonly string[],
  options: { readonly width: number; readonly plain: boolean },
): readonly string[] => {
  const { width, plain } = options;
  const names = labels.map((label) => cutTo(harmless(label), widestLabel));
  const numbers = labels.map((_, at) => String(at + 1));
  const draw = (heads: readonly string[], rowHeads: readonly string[]): readonly string[] => {
    const rows = confusion.map((row, truth) => {
      const support = row.reduce((sum, count) => sum + count, 0);
      const cells = row.map((count) =>
        plain ? String(count) : `${count} ${shade(count / Math.max(1, support)).repeat(2)}`,
      );
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
  const named = draw(names, names);
  const numbered = draw(
    numbers,
    names.map((name, at) => `${numbers[at]} ${name}`),
  );
  const table = [named, numbered].find((lines) => plain || lines.every((line) => textWidth(line) <= width));
  const mistakes = labels.length > 2 ? mixUps(confusion, labels) : [];
  const sentence = `Most frequent mistakes: ${mistakes.join('; ')}.`;
  const words = mistakes.length === 0 ? [] : plain ? [sentence] : wrapped(sentence, width);
  return table === undefined
    ? [`${labels.length} classes do not fit here; --json has the matrix.`, ...words]
    : [...table, ...words];
};
