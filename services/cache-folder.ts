import { homedir } from 'node:os';
import { join } from 'node:path';

/** The user's cache folder for Sweep: XDG_CACHE_HOME, else the system's custom. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const told = env['XDG_CACHE_HOME'];
  if (told !== undefined && told !== '') return join(told, 'sweep');
  return process.platform === 'darwin'
    ? join(homedir(), 'Library', 'Caches', 'sweep')
    : join(homedir(), '.cache', 'sweep');
}
