/** How the script that `sweep completion` prints asks for completions; behind it, the words so far. */
const request = '--get-yargs-completions';

/** Commands whose first word is the name of a sweep. */
const ofSweeps = [
  'resume',
  'status',
  'leaderboard',
  'show',
  'compare',
  'fit',
  'pause',
  'stop',
  'amend',
  'rebuild',
  'rm',
];

export const isCompleting = (argv: readonly string[]): boolean => argv[0] === request;

/**
 * Prints the names of sweeps where the word to complete is one; everything else is left to yargs, which would run the
 * command while it waits for an answer that takes time.
 */
export const printedNames = async (argv: readonly string[]): Promise<boolean> => {
  const [first, , command, name, ...others] = argv;
  if (first !== request || command === undefined || name === undefined || others.length > 0) return false;
  if (!ofSweeps.includes(command) || name.startsWith('-')) return false;
  for (const found of await (await import('./complete.ts')).sweepNames(name)) console.log(found);
  return true;
};
