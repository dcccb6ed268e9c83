import { afterEach, describe, expect, it, vi } from 'vitest';

import { leaveInTime } from '../../cli/interruption.ts';

describe('a worker that was asked to leave', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('leaves in the end, also where the servers are cut off, and says what that costs', () => {
    vi.useFakeTimers();
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const asked = new AbortController();
    leaveInTime(asked.signal);

    vi.advanceTimersByTime(60_000);
    expect(exit).not.toHaveBeenCalled();
    asked.abort();
    vi.advanceTimersByTime(19_000);
    expect(exit).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(exit).toHaveBeenCalledWith(130);
    expect(said.mock.calls.flat().join('')).toMatch(/^Left without an answer from the servers\./);
  });
});
