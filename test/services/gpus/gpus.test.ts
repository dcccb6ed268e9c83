import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { deviceFault } from '../../../services/gpus/device-faults.ts';
import { gpuSlots } from '../../../services/gpus/gpu-wish.ts';
import { parseGpus } from '../../../services/gpus/parse-gpus.ts';
import { readGpus, type Gpus } from '../../../services/gpus/read-gpus.ts';
import { gpuXml, standInFor, type StandInGpu } from './stand-in.ts';

const root = mkdtempSync(join(tmpdir(), 'sweep-gpus-'));
afterAll(() => rmSync(root, { recursive: true }));

const two: readonly StandInGpu[] = [
  { uuid: 'GPU-aa', usedMiB: 1024, utilisation: '87 %', processes: [{ pid: 4711, usedMiB: 1000 }] },
  { uuid: 'GPU-bb', totalMiB: 40_000, utilisation: 'N/A' },
];
const mib = 2 ** 20;
const read = (gpus: readonly StandInGpu[]): Gpus => ({ state: 'read', ...parseGpus(gpuXml(gpus)) });

test('cards, their memory, load, heat and programs are read from what nvidia-smi prints', async () => {
  const env = standInFor(join(root, 'two'), two);

  const found = await readGpus(env);

  expect(found).toMatchObject({ state: 'read', driver: '550.54.15', cuda: '12.4' });
  expect(found.state === 'read' && found.gpus).toEqual([
    {
      index: 0,
      uuid: 'GPU-aa',
      bus: '00000000:00:00.0',
      name: 'NVIDIA H100 80GB HBM3',
      memoryBytes: 81_559 * mib,
      usedBytes: 1024 * mib,
      utilisation: 87,
      celsius: 33,
      parts: [],
      processes: [{ pid: 4711, bytes: 1000 * mib }],
    },
    expect.objectContaining({ index: 1, uuid: 'GPU-bb', memoryBytes: 40_000 * mib, utilisation: null, processes: [] }),
  ]);
});

test('the ids of a split card come from the list where the report lacks them', async () => {
  const split = [{ uuid: 'GPU-aa', parts: [{ totalMiB: 9_856 }, { totalMiB: 20_096 }] }, { uuid: 'GPU-bb' }];
  const list = `GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-aa)
  MIG 1g.10gb     Device  0: (UUID: MIG-11)
  MIG 2g.20gb     Device  1: (UUID: MIG-22)
GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-bb)
`;
  const env = standInFor(join(root, 'split'), split, list);

  const slots = gpuSlots('all', await readGpus(env));

  expect(slots.map(({ uuid, card, name }) => [uuid, card, name])).toEqual([
    ['MIG-11', 'GPU-aa', 'GPU 0 part 0'],
    ['MIG-22', 'GPU-aa', 'GPU 0 part 1'],
    ['GPU-bb', 'GPU-bb', 'GPU 1'],
  ]);
});

test('--gpus takes numbers, ids and a number of slots, which share the memory', () => {
  const slots = gpuSlots('0:2, GPU-bb', read(two));

  expect(slots.map(({ uuid, bytes }) => [uuid, bytes])).toEqual([
    ['GPU-aa', Math.floor((0.9 * 81_559 * mib) / 2)],
    ['GPU-aa', Math.floor((0.9 * 81_559 * mib) / 2)],
    ['GPU-bb', Math.floor(0.9 * 40_000 * mib)],
  ]);
});

test.each([
  ['2', '--gpus 2: there is no such GPU.', 'choose among GPU 0 (GPU-aa), GPU 1 (GPU-bb)'],
  ['0:0', '--gpus: "0:0" is no GPU.', 'all, or numbers and ids: --gpus 0,1 · --gpus 0:2 for two slots on GPU 0'],
  ['first', '--gpus: "first" is no GPU.', 'all, or numbers and ids: --gpus 0,1 · --gpus 0:2 for two slots on GPU 0'],
])('--gpus %s is refused', (wish, message, fix) => {
  expect(() => gpuSlots(wish, read(two))).toThrow(expect.objectContaining({ code: 'USAGE', message, fix }));
});

test('without nvidia-smi, without cards and with a lost card it is said what is wrong', async () => {
  const none = await readGpus({ PATH: join(root, 'nothing') });
  const program = join(root, 'nvidia-smi');
  const lost = 'Unable to determine the device handle for GPU0000:0B:00.0: GPU is lost.  Reboot the system';
  writeFileSync(program, `#!/bin/sh\necho '${lost}'; exit 15\n`);
  chmodSync(program, 0o755);

  const fallen = await readGpus({ PATH: `${root}:/usr/bin:/bin` });

  expect(none).toEqual({ state: 'none', why: 'there is no nvidia-smi on PATH', lost: null });
  expect(fallen).toEqual({ state: 'none', why: `nvidia-smi says: ${lost}`, lost: '0000:0B:00.0' });
  expect(() => gpuSlots('all', none)).toThrow(
    expect.objectContaining({
      code: 'SERVER_UNAVAILABLE',
      message: '--gpus all: no GPU is to be had, for there is no nvidia-smi on PATH.',
    }),
  );
  expect(() => gpuSlots('all', read([]))).toThrow('no GPU is to be had, for nvidia-smi lists none');
});

test.each([
  ['OOM when allocating tensor with shape[64,400] and type float on /device:GPU:0', 'memory'],
  ['Dst tensor is not initialized.', 'memory'],
  ['failed to memcpy: CUDA_ERROR_ECC_UNCORRECTABLE: uncorrectable ECC error encountered', 'lost'],
  ['the library sees a device of class cpu, not of class cuda', 'lost'],
  ['expected 3 inputs', null],
])('"%s" is a fault of: %s', (message, fault) => {
  expect(deviceFault(message)).toBe(fault);
});
