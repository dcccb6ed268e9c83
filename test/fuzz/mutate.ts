import fc from 'fast-check';

/** One change of a valid sample, made at a place that is a fraction of its length. */
type Change = (sample: Buffer, at: number, length: number, piece: string) => Buffer;

const numbers = ['-1', '0', '1e308', '-1e308', 'NaN', '.inf', '4294967296', '9007199254740993', '0.5', '1_0', '0x10'];

const changes: readonly Change[] = [
  (sample) => sample,
  (sample, at, length) => {
    const flipped = Buffer.from(sample);
    if (at < flipped.length) flipped[at] = (flipped[at] as number) ^ (1 << (length % 8));
    return flipped;
  },
  (sample, at) => sample.subarray(0, at),
  (sample, at, length) => Buffer.concat([sample.subarray(0, at), sample.subarray(at + length)]),
  (sample, at, length, piece) =>
    Buffer.concat([sample.subarray(0, at), Buffer.from(piece.repeat(1 + (length % 50))), sample.subarray(at)]),
  (sample, at, length) => {
    const repeated = Array.from({ length: 1 + (length % 20) }, () => sample.subarray(at, at + length));
    return Buffer.concat([sample.subarray(0, at), ...repeated, sample.subarray(at)]);
  },
  (sample, at, length) => {
    let seen = 0;
    const text = sample.toString('latin1');
    const count = text.match(/\d+/g)?.length ?? 0;
    const target = count === 0 ? -1 : at % count;
    const other = numbers[length % numbers.length] as string;
    return Buffer.from(
      text.replace(/\d+/g, (number) => (seen++ === target ? other : number)),
      'latin1',
    );
  },
];

/** Valid samples with up to three changes: bytes flipped, cut off, taken out, put in, repeated, numbers replaced. */
export const mutated = (samples: readonly Buffer[], pieces: readonly string[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(
        fc.tuple(
          fc.constantFrom(...changes),
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.integer({ min: 1, max: 200 }),
          fc.constantFrom(...pieces),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    )
    .map(([sample, list]) =>
      list.reduce(
        (bytes, [change, place, n, piece]) => change(bytes, Math.floor(place * bytes.length), n, piece),
        sample,
      ),
    );
