#!/usr/bin/env node
import yargs from 'yargs';
import type { Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';

import { keepSecretsOf } from '../core/secrets.ts';
import { packageVersion } from '../services/package-root.ts';
import { amendCommand } from './commands/amend.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { compareCommand } from './commands/compare.ts';
import { confirmCommand } from './commands/confirm.ts';
import { dashboardCommand } from './commands/dashboard.ts';
import { doctorCommand } from './commands/doctor.ts';
import { engineCommand } from './commands/engine.ts';
import { exportCommand } from './commands/export.ts';
import { fitCommand } from './commands/fit.ts';
import { gcCommand } from './commands/gc.ts';
import { initCommand } from './commands/init.ts';
import { leaderboardCommand } from './commands/leaderboard.ts';
import { pauseCommand, stopCommand } from './commands/pause.ts';
import { planCommand } from './commands/plan.ts';
import { predictCommand } from './commands/predict.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { reportCommand } from './commands/report.ts';
import { resumeCommand } from './commands/resume.ts';
import { rmCommand } from './commands/rm.ts';
import { showCommand } from './commands/show.ts';
import { servicesCommand } from './commands/services.ts';
import { startCommand } from './commands/start.ts';
import { listCommand, statusCommand } from './commands/status.ts';
import { workerCommand } from './commands/worker.ts';
import { isCompleting, printedNames } from './completion.ts';
import { asFullDisk } from './full-disk.ts';
import { printError } from './print-error.ts';
import { guardTerminal } from './terminal-guard.ts';
import { usageError } from './usage-error.ts';

const exitCodesText = `Exit codes: 0 done · 1 finished with failed trials, or an unexpected error
2 wrong usage, grid or data · 3 a server or binary is not to be had
4 no such sweep, trial or model · 130 interrupted, paused or stopped`;

const argv = hideBin(process.argv);

const program: Argv = yargs(argv)
  .scriptName('sweep')
  .usage('sweep <command>\n\nHyperparameter search for text classifiers that survives every kill.')
  .command(startCommand)
  .command(resumeCommand)
  .command(amendCommand)
  .command(statusCommand)
  .command(listCommand)
  .command(leaderboardCommand)
  .command(showCommand)
  .command(compareCommand)
  .command(confirmCommand)
  .command(reportCommand)
  .command(exportCommand)
  .command(dashboardCommand)
  .command(pauseCommand)
  .command(stopCommand)
  .command(planCommand)
  .command(fitCommand)
  .command(predictCommand)
  .command(rebuildCommand)
  .command(rmCommand)
  .command(backupCommand)
  .command(restoreCommand)
  .command(gcCommand)
  .command(workerCommand)
  .command(engineCommand)
  .command(servicesCommand)
  .command(doctorCommand)
  .command(initCommand)
  .completion('completion', 'Print a script that completes commands, flags and names of sweeps')
  .demandCommand(1, 'Name a command.')
  .strict()
  .recommendCommands()
  .version(packageVersion())
  .help()
  .alias('help', 'h')
  .epilogue(exitCodesText)
  .wrap(Math.min(100, process.stdout.columns || 80))
  .exitProcess(false)
  .fail((message, error) => {
    if (isCompleting(argv)) return; // half a command is no mistake
    if (message) throw usageError(message, argv, knownKeys());
    throw error;
  });

/** The options of the command that is being read. */
const knownKeys = (): readonly string[] => (program.parsed ? Object.keys(program.parsed.aliases) : []);

keepSecretsOf(process.env);
guardTerminal(process.stdout);
guardTerminal(process.stderr);
try {
  if (!(await printedNames(argv))) await program.parseAsync();
} catch (error) {
  process.exitCode = printError(asFullDisk(error));
}
process.exit();
