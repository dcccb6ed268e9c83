import type { Aftermath } from '../aftermath.ts';
import type { Fault } from '../fault.ts';
import { nothingIsLeftRunning } from './documents.ts';
import { repeatedTrainingIsBounded } from './repeated.ts';
import { exitCodesAreTheDocumentedOnes, theTerminalIsRestored } from './exits.ts';
import {
  everyFoldIsStoredOnce,
  noStoredFoldIsTrainedAgain,
  rebuildGivesTheSameBytes,
  theLeaderboardIsTheUndisturbedOne,
} from './results.ts';

/** What a broken invariant says, and in what. */
export type Broken = { readonly invariant: string; readonly what: string };

type Invariant = (aftermath: Aftermath) => Promise<readonly string[]>;

/** All that is asked while the servers run, in this order. */
const invariantsOf = ({ exits = [] }: Fault): { readonly [name: string]: Invariant } => ({
  theLeaderboardIsTheUndisturbedOne,
  everyFoldIsStoredOnce,
  noStoredFoldIsTrainedAgain,
  repeatedTrainingIsBounded,
  nothingIsLeftRunning,
  rebuildGivesTheSameBytes,
  exitCodesAreTheDocumentedOnes: exitCodesAreTheDocumentedOnes(exits),
  theTerminalIsRestored,
});

/** Asks all invariants but those that the fault spares, each even where another one is broken. */
export const askInvariants = async (fault: Fault, aftermath: Aftermath): Promise<readonly Broken[]> => {
  const broken: Broken[] = [];
  for (const [invariant, ask] of Object.entries(invariantsOf(fault))) {
    if (fault.spares?.[invariant] !== undefined) continue;
    const found = await ask(aftermath).catch((error: unknown) => [
      String(error instanceof Error ? error.stack : error),
    ]);
    broken.push(...found.map((what) => ({ invariant, what })));
  }
  return broken;
};
