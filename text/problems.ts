import type { ErrorCode, Problem } from '../core/errors.ts';
import { SweepError } from '../core/errors.ts';

/** What is wrong in the data, by kind: 20 of each kind are listed; of more, which have one cause, the first three. */
export type Problems = {
  readonly add: (kind: string, problem: Problem) => void;
  readonly count: () => number;
  /** Throws everything found so far as one error; does nothing where nothing was found. */
  readonly throwIfAny: () => void;
};

export const listedPerKind = 20;
const listedOfMany = 3;

/** A problem of a whole file. */
export const fileProblem = (file: string, path: string, message: string, fix: string): Problem => ({
  file,
  line: null,
  column: null,
  path,
  message,
  fix,
});

const overflow = (kind: string, problems: readonly Problem[], count: number): readonly Problem[] => {
  const first = problems[0] as Problem;
  if (count === problems.length) return problems;
  const listed = problems.slice(0, listedOfMany);
  const message = `and ${count - listed.length} more: ${kind}`;
  return [...listed, { ...fileProblem(first.file, first.path, message, ''), fix: null }];
};

/** Collects problems; `code` is that of the error they end in. */
export const createProblems = (code: ErrorCode = 'INVALID_DATA'): Problems => {
  const kinds = new Map<string, { readonly problems: Problem[]; count: number }>();
  const count = (): number => [...kinds.values()].reduce((sum, kind) => sum + kind.count, 0);
  return {
    add: (kind, problem) => {
      const known = kinds.get(kind) ?? { problems: [], count: 0 };
      kinds.set(kind, known);
      known.count++;
      if (known.problems.length < listedPerKind) known.problems.push(problem);
    },
    count,
    throwIfAny: () => {
      const found = count();
      if (found === 0) return;
      const problems = [...kinds].flatMap(([kind, known]) => overflow(kind, known.problems, known.count));
      const first = problems[0] as Problem;
      const message = `${first.file}: ${found === 1 ? first.message : `${found} problems in the data`}`;
      throw new SweepError({ code, message, problems, fix: first.fix ?? 'correct the data file and start again' });
    },
  };
};
