import { resolve } from 'node:path';

import { createPlan } from '../activities/plan.ts';
import type { Plan } from '../activities/plan.ts';
import { planFit } from '../activities/plan-fit.ts';
import { paramsOf } from '../activities/publish.ts';
import { readPresentRows } from '../activities/present-rows.ts';
import { digitsOf, rankSweep } from '../activities/ranking.ts';
import { readSelection } from '../activities/selection.ts';
import { readState } from '../activities/state.ts';
import type { Leaderboard } from '../scoring/leaderboard.ts';
import { shortId } from '../scoring/short-id.ts';
import { readFit } from '../store/fits.ts';
import { readMismatches } from '../store/mismatches.ts';
import { digestsFile, modelFiles } from '../training/export/model-files.ts';
import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { isOurBug } from './engine/other-result.ts';
import { chooseTrial } from './fit/choose-trial.ts';
import type { Chosen } from './fit/choose-trial.ts';
import { failedFitJson, fitJson } from './fit/fit-json.ts';
import { fitText } from './fit/fit-text.ts';
import { readFitView } from './fit/fit-view.ts';
import type { Fitted } from './fit/fit-view.ts';
import type { FitEnd } from './fit/follow-fit.ts';
import { refuseOtherModel, refuseTaken, writeModelFolder } from './fit/model-folder.ts';
import { factsOf, readTrainedModel } from './fit/model-of-fit.ts';
import { trainAndFollow } from './fit/train.ts';
import type { Trained } from './fit/train.ts';
import { outputWidth } from './print-leaderboard.ts';
import { harmless } from './grid/text-width.ts';
import { say } from './say.ts';
import { openSession } from './session.ts';
import type { Session } from './session.ts';
import { slotWish } from './slot-wish.ts';
import { refuseOtherNumerics } from './take-up.ts';

export type FitCommand = {
  readonly name: string;
  readonly trial: string | undefined;
  readonly out: string;
  readonly slots: number | undefined;
  readonly json: boolean;
  readonly plain: boolean;
};

type Work = {
  readonly session: Session;
  readonly plan: Plan;
  readonly leaderboard: Leaderboard;
  readonly chosen: Chosen & { readonly id: string };
  readonly command: FitCommand;
};

/** What a trial has against it from the sweep: it is fitted all the same, for machines and splits differ. */
const sayFailedBefore = ({ leaderboard, chosen }: Work): void => {
  const row = leaderboard.failed.find(({ index }) => index === chosen.trial.index);
  if (row !== undefined)
    say(
      `${chosen.id} failed in fold ${row.failure.fold} of the sweep: ${row.failure.code} ${harmless(row.failure.message)}`,
    );
};

const again = ({ command, chosen }: Work): string =>
  `sweep fit ${command.name} --trial ${chosen.id} --out ${command.out}`;

const interrupted = (work: Work, { others }: Extract<Trained, { readonly state: 'interrupted' }>): number => {
  const who = others === 1 ? '1 worker goes on' : `${others} workers go on`;
  const what = others === 0 ? 'nothing else works on it. Go on' : `${who}. See`;
  say(`Stopped training here; ${what}: ${again(work)}`);
  return finished.interrupted;
};

const failed = (work: Work, end: Extract<FitEnd, { readonly state: 'failed' }>): number => {
  const { plan, chosen, command } = work;
  const { id, trial } = chosen;
  const head = { sweep: plan.sweep.name, id, trial: trial.name };
  if (command.json) console.log(JSON.stringify(failedFitJson(head, paramsOf(plan, trial), end)));
  say(`${id} on all rows: ${end.code} ${harmless(end.message)}`);
  say(
    end.code === 'DIVERGED'
      ? `→ that follows from its configuration; another trial: sweep leaderboard ${plan.sweep.name}`
      : `→ that depends on the machine; it is tried again by: ${again(work)}`,
  );
  return finished.withFailures;
};

const fitted = async (work: Work, fit: Fitted): Promise<number> => {
  const { session, plan, leaderboard, chosen, command } = work;
  const view = await readFitView(session.store, plan, { ...chosen, fit }, leaderboard);
  const out = resolve(command.out);
  const model = await readTrainedModel(session.store, plan, view, fit);
  const how = await writeModelFolder(out, modelFiles(model, factsOf(plan, view)));
  if (how === 'there') say(`${out} has this very model already; nothing was written.`);
  if (command.json) console.log(JSON.stringify(fitJson(view, paramsOf(plan, chosen.trial), out)));
  else process.stdout.write(fitText(view, { width: outputWidth(), plain: command.plain, out }));
  const mismatches = await readMismatches(session.store, plan.sweep.uid);
  const mismatch = mismatches.find(({ key }) => key === view.key);
  if (mismatch === undefined) return finished.done;
  const isBug = isOurBug(plan.sweep, mismatch);
  say(`Two different results of fit ${view.key}${isBug ? ': a bug of ours' : ''}; the first one stands.`);
  return isBug ? finished.withFailures : finished.done;
};

/** Trains a trial on all rows, scores the test rows, writes the model's folder. @returns the exit code */
export const fit = async (command: FitCommand): Promise<number> => {
  await using session = await openSession({ create: false, slots: slotWish(command.slots) });
  const { store } = session;
  const sweep = await findSweep(session, command.name);
  await refuseTaken(resolve(command.out), digestsFile);
  const plan = createPlan(sweep);
  const now = await readState(store, sweep);
  const rows = await readPresentRows(store, plan, now.wishes.retry);
  const selection = now.state === 'done' ? await readSelection(store, plan, now.wishes, rows) : null;
  const leaderboard = rankSweep(plan, rows, undefined, selection);
  const { trial, taken } = chooseTrial(plan, now, leaderboard, command.trial);
  await refuseOtherModel(resolve(command.out), sweep.name, trial.name);
  const id = shortId(trial.hash, digitsOf(plan));
  const work: Work = { session, plan, leaderboard, chosen: { trial, taken, id }, command };
  const planned = planFit(plan, trial.index);
  const known = await readFit(store, planned.key);
  if (known === null) {
    refuseOtherNumerics(sweep);
    sayFailedBefore(work);
  } else say(`${id} was trained on all rows before; nothing is trained again.`);
  const end = known ?? (await trainAndFollow(session, sweep, { fit: planned, id }));
  switch (end.state) {
    case 'fitted':
      return await fitted(work, end);
    case 'failed':
      return failed(work, end);
    case 'interrupted':
      return interrupted(work, end);
    default:
      return end satisfies never;
  }
};
