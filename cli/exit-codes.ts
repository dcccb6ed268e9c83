/** How a command ended, where that is not an error: see the table in the README. */
export const finished = { done: 0, withFailures: 1, interrupted: 130 } as const;
