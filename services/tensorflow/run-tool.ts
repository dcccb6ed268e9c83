import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildEnvironment } from '../child-environment.ts';

type Options = { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly limitMs?: number };

const hourMs = 3_600_000;

/**
 * Runs a program of the user's to its end.
 * @throws {Error} with its last lines if it ends with another code than 0, or cannot be started
 */
export function runTool(command: readonly string[], { cwd, env, limitMs = hourMs }: Options): Promise<void> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: buildEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (text: string): void => {
      said = (said + text).slice(-4000);
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limitMs);
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(error.code === 'ENOENT' ? new Error(`no "${program}" on PATH`) : error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve();
      const lines = said.split('\n').filter((line) => line.trim() !== '');
      const how = late ? `was ended after ${limitMs / 1000} s` : `ended with ${signal ?? code}`;
      reject(new Error(`${nameOf(command)} ${how}${lines.length === 0 ? '' : `: ${lines.slice(-4).join('\n    ')}`}`));
    });
  });
}

/** `pip download`, not the whole command. */
const nameOf = (command: readonly string[]): string => {
  const words = command.filter((word) => !word.startsWith('-') && !word.includes('=')).slice(0, 3);
  return words.map((word) => word.split('/').at(-1)).join(' ');
};

/** Whether a program is on PATH, or there where its path says. */
export const isOnPath = (program: string, env: NodeJS.ProcessEnv): boolean => {
  const folders = program.includes('/') ? [''] : (env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false; // not in this one
    }
  });
};
