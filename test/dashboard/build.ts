import { execFileSync } from 'node:child_process';

/** Builds the program and its page, which these tests run as they are shipped. */
export default function setup(): void {
  execFileSync(process.execPath, ['build/prepare.js'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
