/*
 * Where the time of a training batch goes: each kernel's calls in one batch of real rows, their share of the batch, GFLOP/s, and
 * the share of the peak without fused multiply-add (float32, four lanes).
 *
 * `npm run bench:kernels -- [--shape paper|middle|large] [--variant lstm|gru|…] [--repeats 200] [rows.csv]`
 */
import { parseArgs } from 'node:util';
import asc from 'assemblyscript/asc';
import { lengthOf } from '../training/network/packing.ts';
import { createRunParts } from '../training/run-parts.ts';
import { readFold, shapes } from './fold-input.ts';
import { pin } from './pin.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    shape: { type: 'string', default: 'paper' },
    variant: { type: 'string', default: 'lstm' },
    repeats: { type: 'string', default: '200' },
  },
});
const file = positionals[0] ?? 'data/campus.csv';
const repeats = Number(values.repeats);
const shape = shapes[values.shape];
if (shape === undefined) throw new Error(`--shape is ${values.shape}, expected ${Object.keys(shapes).join(', ')}`);

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] as number;

/**
 * Milliseconds of the processor, which other work on the machine distorts less than those of the clock. Asking for them takes
 * some microseconds, too much where a batch is short; but then the median call was not interrupted.
 */
const busy = (): number => {
  if (shape.units <= 16) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * GHz of this core: a chain of integer multiplications, which take three cycles each on all usual processors.
 * The peak is taken as two multiplications and two additions of four floats a cycle.
 */
const measureClock = async (): Promise<number> => {
  const chain = 'x = x * y;'.repeat(32);
  const source = `export function spin(rounds: i32, y: i32): i32 {
    let x = y;
    for (let i = 0; i < rounds; i++) { ${chain} }
    return x;
  }`;
  const built = await asc.compileString(source, { optimizeLevel: 3, runtime: 'stub' });
  const module = new WebAssembly.Module(built.binary as Uint8Array<ArrayBuffer>);
  const exports = new WebAssembly.Instance(module, { env: {} }).exports as {
    readonly spin: (rounds: number, y: number) => number;
  };
  const rounds = 4000;
  const found = Array.from({ length: 1000 }, () => {
    const start = performance.now(); // rounds short enough to be left alone in the best of them
    exports.spin(rounds, 3);
    return (rounds * 32 * 3) / (performance.now() - start) / 1e6;
  });
  return Math.max(...found);
};
const flopsPerCycle = 16;

type Call = { readonly name: string; readonly flops: number; readonly times: number[] };

/** Multiplications and additions of matrix products in a call; what is done element by element is not counted. */
const flopsOf = (name: string, a: readonly number[], positions: number, first: number): number => {
  if (name === 'multiply' || name === 'multiplyTransposed') return 2 * (a[0]! * a[1]! * a[2]!);
  if (name === 'lstmForward') return 2 * (positions - first) * a[2]! * 4 * a[2]!;
  if (name === 'lstmBackward') return 2 * (positions - first) * a[3]! * 4 * a[3]!;
  return 0;
};

const labelOf = (name: string, a: readonly number[]): string =>
  name.startsWith('multiply') ? `${name} ${a[0]} × ${a[1]} × ${a[2]}` : name;

let calls: Call[] = [];
let at = 0;
let positions = 0;
let first = 0;

/** From here on every kernel that is made times its calls, in the order in which they come in a batch. */
const timeKernels = (): void => {
  const Real = WebAssembly.Instance;
  const instance = function instance(
    module: WebAssembly.Module,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) {
    const { exports } = new Real(module, imports);
    const timed = Object.entries(exports).map(([name, run]) => [
      name,
      (...args: readonly number[]): unknown => {
        const start = busy();
        const result = (run as (...all: readonly number[]) => unknown)(...args);
        const time = busy() - start;
        const place = at++;
        calls[place] ??= { name: labelOf(name, args), flops: flopsOf(name, args, positions, first), times: [] };
        (calls[place] as Call).times.push(time);
        return result;
      },
    ]);
    return { exports: Object.fromEntries(timed) };
  };
  Object.assign(WebAssembly, { Instance: instance });
};

console.log(pin() ? 'on one core' : 'not pinned to a core');
const clock = await measureClock();
const best = clock * flopsPerCycle;
timeKernels();
const input = readFold(file, shape, values.variant, 1);
const { texts, trainRows } = input;
const rows = trainRows.slice(0, 64);
positions = rows.reduce((sum, row) => sum + lengthOf(texts, row), 0);
first = rows.length;
const { network } = createRunParts(input);
const whole: number[] = [];
for (let repeat = 0; repeat < repeats * 2; repeat++) {
  at = 0;
  if (repeat === repeats) [calls, whole.length] = [[], 0]; // compiled by now
  const start = busy();
  network.gradients(rows, 0, rows.length, repeat + 1);
  network.update(repeat + 1);
  whole.push(busy() - start);
}
const batch = median(whole);
console.log(`${file}: 64 texts, ${positions} tokens; ${clock.toFixed(2)} GHz, peak ${best.toFixed(1)} GFLOP/s`);
console.log(`${values.shape} ${values.variant}: ${(batch * 1000).toFixed(0)} µs a batch (medians of ${repeats})`);
let inside = 0;
for (const { name, flops, times } of calls) {
  const time = median(times);
  inside += time;
  const speed = flops / time / 1e6;
  const rate = flops === 0 ? '' : `${speed.toFixed(1)} GFLOP/s, ${((speed / best) * 100).toFixed(0)} % of the peak`;
  const share = `${((time / batch) * 100).toFixed(1)} %`.padStart(7);
  console.log(`${share} ${(time * 1000).toFixed(0).padStart(7)} µs  ${name.padEnd(36)} ${rate}`);
}
console.log(`${(100 - (inside / batch) * 100).toFixed(1).padStart(5)} %          outside of the kernels`);
