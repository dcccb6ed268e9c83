import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { buildEnvironment } from './child-environment.ts';
import type { GoProgram } from './vendors.ts';

/** Builds one of our Go modules to `to`, through the module proxy that the Go tool chain is set to. */
export async function buildProgram(program: GoProgram, to: string, env: NodeJS.ProcessEnv): Promise<void> {
  // In a copy, since an installed package may be read-only and must not lie inside somebody else's Go workspace.
  const copy = mkdtempSync(join(tmpdir(), 'sweep-go-'));
  const built = join(dirname(to), `.${basename(to)}.${process.pid}`);
  try {
    for (const file of program.files) cpSync(join(program.folder, file), join(copy, file));
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    const flags = ['-mod=readonly', '-buildvcs=false', '-trimpath', `-ldflags=${program.ldflags}`];
    await runGo(['build', ...flags, '-o', built, program.package], copy, env);
    renameSync(built, to);
  } finally {
    rmSync(copy, { recursive: true, force: true });
    rmSync(built, { force: true });
  }
}

function runGo(args: readonly string[], cwd: string, outer: NodeJS.ProcessEnv): Promise<void> {
  const env = { ...buildEnvironment(outer), CGO_ENABLED: '0', GOTOOLCHAIN: 'auto', GOWORK: 'off' };
  return new Promise((resolve, reject) => {
    const child = spawn('go', args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new Error('no Go tool chain ("go") on PATH') : error);
    });
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const lines = said.split('\n').filter((line) => line !== '' && !line.startsWith('go: downloading'));
      reject(new Error(`go build ended with ${signal ?? code}: ${lines.slice(-5).join('\n')}`));
    });
  });
}
