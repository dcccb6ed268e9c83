import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parseGpus, type Gpu, type GpuReport } from './parse-gpus.ts';

const run = promisify(execFile);
const limitMs = 15_000; // a driver in trouble takes seconds to answer

/** What nvidia-smi says; `none` where there is no such program or no driver, with why. */
export type Gpus =
  | ({ readonly state: 'read' } & GpuReport)
  | { readonly state: 'none'; readonly why: string; readonly lost: string | null }; // lost: the bus address of a card that fell out

/** Asks nvidia-smi for all cards and their parts, with what each is doing now. */
export async function readGpus(env: NodeJS.ProcessEnv = process.env): Promise<Gpus> {
  try {
    const { stdout } = await run('nvidia-smi', ['-q', '-x'], { env, timeout: limitMs, maxBuffer: 2 ** 26 });
    const report = parseGpus(stdout);
    return { state: 'read', ...(report.gpus.some(isSplit) ? await withPartIds(report, env) : report) };
  } catch (error) {
    return noneBecause(error as NodeJS.ErrnoException & { readonly stdout?: string; readonly stderr?: string });
  }
}

const isSplit = ({ parts }: Gpu): boolean => parts.some(({ uuid }) => uuid === '');

function noneBecause(error: NodeJS.ErrnoException & { readonly stdout?: string; readonly stderr?: string }): Gpus {
  if (error.code === 'ENOENT') return { state: 'none', why: 'there is no nvidia-smi on PATH', lost: null };
  const said = `${error.stdout ?? ''}\n${error.stderr ?? ''}`.trim();
  const text = said === '' ? error.message : said;
  // "Unable to determine the device handle for GPU0000:0B:00.0: GPU is lost.  Reboot the system to recover this GPU"
  const lost = /GPU ?([0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.\d)/i.exec(text)?.[1] ?? null;
  return { state: 'none', why: `nvidia-smi says: ${text.split('\n').at(-1)?.trim()}`, lost };
}

/** Older drivers name the parts of a card (MIG) in the list alone, in the same order. */
async function withPartIds(report: GpuReport, env: NodeJS.ProcessEnv): Promise<GpuReport> {
  const { stdout } = await run('nvidia-smi', ['-L'], { env, timeout: limitMs });
  const ids = new Map<string, string[]>();
  let card = '';
  for (const line of stdout.split('\n')) {
    const uuid = /\(UUID: ([^)]+)\)/.exec(line)?.[1];
    if (uuid === undefined) continue;
    if (!uuid.startsWith('MIG')) ids.set((card = uuid), []);
    else ids.get(card)?.push(uuid);
  }
  const gpus = report.gpus.map((gpu) => ({
    ...gpu,
    parts: gpu.parts.map((part, at) => ({ ...part, uuid: ids.get(gpu.uuid)?.[at] ?? part.uuid })),
  }));
  return { ...report, gpus };
}
