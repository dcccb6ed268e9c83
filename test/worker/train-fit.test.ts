import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createStream } from '../../core/random.ts';
import { createCorpusBuilder } from '../../text/corpus-builder.ts';
import { writeCorpus } from '../../text/corpus-bytes.ts';
import { readModelBytes } from '../../training/export/model-bytes.ts';
import { writeVectors } from '../../training/vectors.ts';
import { createTrainerEngine } from '../../worker/trainer-engine.ts';
import type { FromTrainer, TrainerWork } from '../../worker/trainer-protocol.ts';
import { trainFit } from '../../worker/train-fit.ts';
import { aCell } from '../core/grids.ts';

type Work = Extract<TrainerWork, { kind: 'fit' }>;
type Said = Omit<FromTrainer, 'task'>;

const words = ['good', 'fine', 'nice', 'bad', 'poor', 'sad', 'the', 'it'];

/** Texts of eight words, of which three of a label stand in each of its texts. */
const texts = (rows: number, seed: string, more: readonly string[] = []): Uint8Array => {
  const stream = createStream(seed);
  const builder = createCorpusBuilder();
  const classes = Uint32Array.from({ length: rows }, (_, row) => row % 2);
  for (const label of classes) {
    const own = Array.from({ length: 1 + stream.below(3) }, () => words[label * 3 + stream.below(3)] as string);
    builder.add([...own, words[6 + stream.below(2)] as string, ...more]);
  }
  return writeCorpus(builder.finish({ labels: ['yes', 'no'].toSorted().toReversed(), classes }));
};

describe('a fit', () => {
  let folder = '';
  const paths = new Map<string, string>();
  const file = (name: string): string => paths.get(name) as string;
  /** A cached file is named by its digest. */
  const put = (name: string, bytes: Uint8Array): void => {
    const path = join(folder, createHash('sha256').update(bytes).digest('hex'));
    writeFileSync(path, bytes);
    paths.set(name, path);
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sweep-fit-'));
    const vectors = Float32Array.from({ length: 8 * 4 }, (_, at) => ((at * 7) % 5) / 5);
    put('rows', texts(60, 'rows'));
    put('test', texts(20, 'test'));
    put('strange', texts(20, 'strange', ['rainbow']));
    put('vectors', writeVectors({ words: [...words.slice(0, 7), 'rainbow'], size: 4, vectors }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const cell = (units = 3, learningRate = 0.01): Work['cell'] => ({
    ...aCell(),
    embedding: { ...aCell().embedding, kind: 'random', size: 4 },
    model: { ...aCell().model, units },
    train: { ...aCell().train, epochs: 3, batch: 8, learningRate },
  });
  const fit = async (more: Partial<Work> = {}, onTrained: () => boolean = () => true) => {
    const wanted = { checkpoint: false, stop: false, score: false };
    const said: Said[] = [];
    const work: Work = {
      kind: 'fit',
      corpus: file('rows'),
      test: file('test'),
      vectors: null,
      cell: cell(),
      checkpoint: null,
      ...more,
    };
    const ended = await trainFit(work, createTrainerEngine(null), wanted, async (message) => {
      said.push(message as Said);
      if (message.say !== 'trained') return;
      if (onTrained()) wanted.score = true;
      else wanted.stop = true;
    });
    const of = <What extends FromTrainer['say']>(what: What) =>
      said.find((message) => message.say === what) as Extract<FromTrainer, { say: What }> | undefined;
    return { ended, of, order: said.map(({ say }) => say).filter((say) => say !== 'progress' && say !== 'phase') };
  };

  it('trains on all rows, and scores the test rows only when it may', async () => {
    const { ended, order, of } = await fit();

    expect(ended).toBe('finished');
    expect(order).toEqual(['trained', 'fit']);
    expect(of('fit')?.test?.probabilities).toHaveLength(40);
    expect(of('fit')?.curves.loss).toHaveLength(3);
    expect(readModelBytes(of('fit')?.model as Uint8Array, cell().model)).toMatchObject({ size: 4, maxTokens: 4 });
  });

  it('hands over no score where it is called off before it may, and goes on from there to the same bits', async () => {
    const whole = await fit();
    const first = await fit({}, () => false);
    const second = await fit({ checkpoint: first.of('checkpoint')?.bytes ?? null });

    expect(first.ended).toBe('stopped');
    expect(first.order).toEqual(['trained', 'checkpoint']);
    expect({ ...second.of('fit'), seconds: 0 }).toEqual({ ...whole.of('fit'), seconds: 0 });
  });

  it('learns the same whatever the test rows are, and without any', async () => {
    const models = await Promise.all(
      [file('test'), file('strange'), null].map(
        async (test) => (await fit({ test, vectors: file('vectors') })).of('fit')?.model,
      ),
    );

    expect(models[1]).toEqual(models[0]);
    expect(models[2]).toEqual(models[0]);
    expect(readModelBytes(models[0] as Uint8Array, cell().model).vocabulary).not.toContain('rainbow');
  });

  it('asks for nothing where there are no test rows', async () => {
    const { order, of } = await fit({ test: null }, () => false);

    expect(order).toEqual(['fit']);
    expect(of('fit')?.test).toBeNull();
  });

  it('diverges with the epoch and the loss, and the test rows are not looked at', async () => {
    const { ended, order, of } = await fit({ cell: cell(3, 1e30) });

    expect(ended).toBe('diverged');
    expect(order).toEqual(['diverged']);
    expect(of('diverged')).toMatchObject({ epoch: 1 });
  });

  it('refuses test rows of a class that no training row has', async () => {
    const builder = createCorpusBuilder();
    builder.add(['good']);
    put('other', writeCorpus(builder.finish({ labels: ['maybe'], classes: new Uint32Array(1) })));

    await expect(fit({ test: file('other') })).rejects.toThrow('no training row has the label maybe');
  });
});
