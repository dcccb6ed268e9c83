import type { TrainedFit } from '../activities/trainer.ts';
import type { DeviceClass } from '../core/engine.ts';
import type { Cell } from '../core/grid.ts';
import type { FoldResult } from '../core/results.ts';
import type { Phase } from '../core/timeouts.ts';

/** The library of a tensorflow engine that a trainer loads before its first network. */
export type TrainerLibrary = {
  readonly folder: string; // of the package
  readonly addon: string; // file in it
  readonly device: DeviceClass;
  readonly version: string;
  readonly libraryPath: string | null; // where it finds others' libraries
};

/** What the trainer is asked to do: files that it can read, and options. */
export type TrainerWork =
  | {
      readonly kind: 'run';
      readonly corpus: string; // file
      readonly splits: string; // file
      readonly vectors: string | null; // file
      readonly split: number;
      readonly repeat: number;
      readonly fold: number;
      readonly cell: Cell;
      readonly epochs: readonly number[];
      readonly checkpoint: Uint8Array | null;
    }
  | {
      readonly kind: 'embedding';
      readonly corpus: string;
      readonly outside: string | null; // file
      readonly splits: string;
      readonly split: number | null;
      readonly cell: Cell;
      readonly checkpoint: Uint8Array | null;
    }
  | {
      readonly kind: 'fit';
      readonly corpus: string;
      readonly test: string | null;
      readonly vectors: string | null;
      readonly cell: Cell;
      readonly checkpoint: Uint8Array | null;
    };

/** Parent to trainer. `task` numbers the work, so that what is late for one task is not taken for the next. */
export type ToTrainer =
  | { readonly say: 'train'; readonly task: number; readonly work: TrainerWork }
  | { readonly say: 'checkpoint'; readonly task: number }
  | { readonly say: 'score'; readonly task: number } // the test rows may be looked at
  | { readonly say: 'stop'; readonly task: number }; // with a checkpoint first

export type Progress = {
  readonly done: number;
  readonly total: number;
  readonly detail: string; // e.g. "epoch 12"
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly bytes: number; // resident
};

/** Trainer to parent. */
export type FromTrainer =
  | { readonly say: 'ready' }
  | { readonly say: 'phase'; readonly task: number; readonly phase: Phase } // cannot report until the next message
  | ({ readonly say: 'progress'; readonly task: number } & Progress)
  | { readonly say: 'checkpoint'; readonly task: number; readonly step: number; readonly bytes: Uint8Array }
  | {
      readonly say: 'fold';
      readonly task: number;
      readonly epochs: number;
      readonly result: FoldResult;
      readonly seconds: number;
    }
  | {
      readonly say: 'vectors';
      readonly task: number;
      readonly bytes: Uint8Array;
      readonly words: number;
      readonly size: number;
    }
  | { readonly say: 'trained'; readonly task: number } // waits for leave to score the test rows
  | ({ readonly say: 'fit'; readonly task: number } & TrainedFit)
  | { readonly say: 'finished'; readonly task: number }
  | { readonly say: 'stopped'; readonly task: number }
  | { readonly say: 'diverged'; readonly task: number; readonly epoch: number; readonly message: string }
  | { readonly say: 'failed'; readonly task: number; readonly message: string; readonly outOfMemory: boolean };
