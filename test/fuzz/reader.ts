/** Something that users feed: `read` ends in what it accepts or throws what it refuses. */
export type Reader = {
  readonly name: string;
  readonly samples: readonly Buffer[]; // valid ones, that are fed with changes
  readonly share?: number; // of the cases, where each takes seconds
  readonly read: (folder: string, bytes: Buffer) => Promise<void>;
};
