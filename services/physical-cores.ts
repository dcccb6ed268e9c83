import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Physical cores that this process may use: hyper-threads count once; CPU affinity and a container's quota are kept. */
export function physicalCores(): number {
  const cores = process.platform === 'darwin' ? coresByCtl() : parseCpuInfo(readOr('/proc/cpuinfo'));
  const quota = parseCpuMax(readOr('/sys/fs/cgroup/cpu.max'));
  return Math.max(1, Math.min(cores ?? Infinity, availableParallelism(), quota ?? Infinity));
}

/** Distinct (package, core) pairs of /proc/cpuinfo; undefined where it names none (ARM, some virtual machines). */
export function parseCpuInfo(text: string): number | undefined {
  const pairs = text.split('\n\n').flatMap((block) => {
    const core = /^core id\s*: (\d+)$/m.exec(block)?.[1];
    return core === undefined ? [] : [`${/^physical id\s*: (\d+)$/m.exec(block)?.[1] ?? '0'}/${core}`];
  });
  return pairs.length === 0 ? undefined : new Set(pairs).size;
}

/** `quota period` in microseconds, or `max period`, as cgroup v2 writes it: whole cores, at least one. */
export function parseCpuMax(text: string): number | undefined {
  const [quota, period] = text.trim().split(' ').map(Number);
  return quota === undefined || period === undefined || !(quota > 0)
    ? undefined
    : Math.max(1, Math.floor(quota / period));
}

function coresByCtl(): number | undefined {
  const text = execFileSync('sysctl', ['-n', 'hw.physicalcpu'], { encoding: 'utf8' });
  return Number.parseInt(text, 10) || undefined;
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // no such file on this system
  }
}
