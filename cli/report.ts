import { finished } from './exit-codes.ts';
import { findSweep } from './find-sweep.ts';
import { sinkOfFile, sinkOfStdout } from './predict/sink.ts';
import { reportPage } from './report/page.ts';
import { readReport } from './report/read-report.ts';
import { say } from './say.ts';
import { readingSession } from './session.ts';

/** Writes what a sweep found as one page that can be mailed and printed; `-` is standard output. @returns the exit code */
export const report = async ({ name, out }: { readonly name: string; readonly out: string }): Promise<number> => {
  await using session = await readingSession();
  const sweep = await findSweep(session, name);
  const page = reportPage(await readReport(session, sweep));
  const sink = out === '-' ? sinkOfStdout() : await sinkOfFile(out, null);
  try {
    await sink.write(page);
    await sink.close();
  } catch (error) {
    sink.discard();
    throw error;
  }
  if (out !== '-') say(`${out}: ${Math.ceil(page.length / 1000)} kB, needs nothing else to be read.`);
  return finished.done;
};
