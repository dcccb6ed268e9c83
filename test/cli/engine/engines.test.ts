import { describe, expect, it } from 'vitest';
import { isOurBug } from '../../../cli/engine/other-result.ts';
import { unservedText } from '../../../cli/engine/unserved.ts';
import { statusJson } from '../../../cli/status-json.ts';
import { statusText } from '../../../cli/status-text.ts';
import { counts, statusView, uid, worker } from '../status-views.ts';

const tensorflow = { uid, name: 'tour', startedAt: 0, engine: 'tensorflow-cpu-2.21.0' } as const;
const options = { width: 200, colour: false, plain: false, watching: false };
const waiting = statusView({ sweep: tensorflow, counts: counts({ workers: [worker({ slots: [] })] }) });

describe('a sweep whose engine nobody serves', () => {
  it('says so, with the commands that start who does', () => {
    const text = unservedText(tensorflow, []);

    expect(text).toContain('Nobody serves tensorflow-cpu-2.21.0.');
    expect(text).toContain('sweep worker --engine tensorflow-cpu');
    expect(text).toContain('2.21.0 by: sweep engine install tensorflow');
    expect(unservedText({ engine: 'tensorflow-cuda-2.9.1' }, [])).toContain('sweep engine install tensorflow --gpu');
  });

  it('is told by status, for people and programs, also where a process without slots watches', () => {
    expect(statusText(waiting, options)).toContain('! Nobody serves tensorflow-cpu-2.21.0.');
    expect(statusJson(waiting)).toMatchObject({
      engine: 'tensorflow-cpu-2.21.0',
      unserved: expect.stringContaining('Nobody serves'),
    });
  });

  it('is no such sweep where a slot serves it, where it is done, or where any resume would do', () => {
    expect(unservedText(tensorflow, [worker()])).toBeNull();
    expect(unservedText({ engine: 'wasm' }, [])).toBeNull();
    expect(statusJson({ ...waiting, counts: counts({ state: 'done', workers: [] }) })).toMatchObject({
      unserved: null,
    });
  });
});

describe('a second, different result', () => {
  const mismatch = { key: 'k1', sweep: uid, stored: 'a', found: 'b', worker: 'w', version: '0.1.0', at: 0 } as never;

  it('of our own kernels is a bug, of word vectors whatever the engine', () => {
    expect(isOurBug({ engine: 'wasm' }, {})).toBe(true);
    expect(isOurBug(tensorflow, { kind: 'embedding' })).toBe(true);
    expect(isOurBug(tensorflow, {})).toBe(false);
  });

  it('of the library is counted and shown, and called no bug', () => {
    const text = statusText({ ...waiting, mismatches: [mismatch] }, options);

    expect(text).toContain('! 1 fold gave another result when trained again, as tensorflow-cpu-2.21.0 may.');
    expect(text).not.toContain('bug');
  });
});
