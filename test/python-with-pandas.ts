import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const wanted = 'pandas==2.3.3';

const has = (python: string): boolean => spawnSync(python, ['-c', 'import pandas']).status === 0;

/**
 * A Python that has pandas: SWEEP_TEST_PYTHON, else the one on PATH, else an environment of its own in the cache folder,
 * which pip fills once.
 * @throws {Error} where there is none and none can be made, saying how to get one
 */
export const pythonWithPandas = (): string => {
  const named = process.env['SWEEP_TEST_PYTHON'];
  const known = [named, 'python3'].find((each) => each !== undefined && each !== '' && has(each));
  if (known !== undefined) return known;
  const folder = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sweep', `test-${wanted}`);
  const python = join(folder, 'bin', 'python');
  if (existsSync(python) && has(python)) return python;
  try {
    execFileSync('python3', ['-m', 'venv', '--clear', folder], { stdio: 'pipe' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(
      `No Python with pandas: set SWEEP_TEST_PYTHON to one, or install python3, its venv and ${wanted} through pip`,
      { cause: error },
    );
  }
  return python;
};
