import { MongoNetworkError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { asStorable, onceMore } from '../../store/stored.ts';

describe('what can be stored', () => {
  it.each([
    [{ loss: NaN }, 'document.loss: NaN cannot be stored'],
    [{ slots: [{ loss: -Infinity }] }, 'document.slots[0].loss: -Infinity cannot be stored'],
    [{ a: { b: undefined } }, 'document.a.b: undefined cannot be stored'],
    [{ f1: [[1]] }, 'document.f1[0]: an array within an array cannot be stored'],
    [{ 'model.units': 16 }, 'document: the key model.units cannot be stored'],
    [{ means: { $set: 1 } }, 'document.means: the key $set cannot be stored'],
  ])('refuses %j', (document, message) => {
    expect(() => asStorable(document)).toThrow(new RangeError(message));
  });

  it('keeps everything else as it is, -0 as 0', () => {
    const bytes = Uint8Array.of(1, 2);
    const document = { _id: 'a', n: [1, null, 'x', { b: [true] }], zero: -0, bytes };

    const storable = asStorable(document) as typeof document;

    expect(storable).toStrictEqual({ ...document, zero: 0 });
    expect(storable.bytes).toBe(bytes);
  });
});

describe('an idempotent command', () => {
  const failing = (errors: readonly Error[]) => {
    const left = [...errors];
    return async (): Promise<string> => {
      const error = left.shift();
      if (error !== undefined) throw error;
      return 'done';
    };
  };

  it('is run once more after a cut connection', async () => {
    expect(await onceMore(failing([new MongoNetworkError('cut')]))).toBe('done');
  });

  it('is not run a third time, nor after any other error', async () => {
    const cut = new MongoNetworkError('cut');
    await expect(onceMore(failing([cut, cut]))).rejects.toBe(cut);
    await expect(onceMore(failing([new Error('other')]))).rejects.toThrow('other');
  });
});
