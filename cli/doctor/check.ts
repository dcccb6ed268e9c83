/** What was looked at, what was found, and what to do about it where it is not as it should be. */
export type Check = {
  readonly name: string;
  readonly state: 'ok' | 'note' | 'problem'; // note: works, but is worth knowing
  readonly found: string;
  readonly fix: string | null;
  readonly exit: 0 | 1 | 2 | 3; // what a problem makes of the exit code: 1 a bug of ours, 2 the folder, 3 a server
};

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found, fix: null, exit: 0 });

export const note = (name: string, found: string, fix: string | null = null): Check => ({
  name,
  state: 'note',
  found,
  fix,
  exit: 0,
});

export const problem = (name: string, exit: 1 | 2 | 3, found: string, fix: string): Check => ({
  name,
  state: 'problem',
  found,
  fix,
  exit,
});

export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim();
