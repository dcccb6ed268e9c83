import { stripVTControlCharacters, styleText } from 'node:util';

import fc from 'fast-check';
import { createLogUpdate } from 'log-update';
import { describe, expect, it, vi } from 'vitest';

import { printError } from '../../cli/print-error.ts';
import { forTerminal, guardTerminal } from '../../cli/terminal-guard.ts';
import { SweepError } from '../../core/errors.ts';
import { keepSecret } from '../../core/secrets.ts';

const esc = '\u001B';

describe('a terminal', () => {
  it.each([
    ['a title', `${esc}]0;gone\u0007`],
    ['the clipboard', `${esc}]52;c;cm0gLXJmIH4=\u0007`],
    ['a link', `${esc}]8;;http://evil.example${esc}\\`],
    ['a reset', `${esc}c`],
    ['a question that the terminal answers', `${esc}[6n`],
    ['another screen', `${esc}[?1049h`],
    ['a device control string', `${esc}P+q544e${esc}\\`],
    ['a sequence of the upper half', '\u009B6n'],
    ['text that reads backwards', 'gpj.\u202Eexe'],
  ])('gets no sequence for %s', (_, text) => {
    const shown = forTerminal(`label ${text} end`);

    expect(shown).not.toMatch(/[\u001B\u0080-\u009F\u202E\u0007]/);
    expect(shown.startsWith('label ')).toBe(true);
  });

  it('gets colours, and what a live view needs to draw itself anew', () => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 80, rows: 24, write: (text: string) => written.push(text) > 0 };
    const update = createLogUpdate(stream as never, { showCursor: false });

    update('one\ntwo');
    update('one\nthree');
    update.done();

    const sent = written.join('');
    expect(forTerminal(sent)).toBe(sent);
    const red = styleText('red', 'no', { validateStream: false });
    expect(forTerminal(red)).toBe(red);
  });

  it('gets no control character but tab and line ends from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = forTerminal(text);

        expect(stripVTControlCharacters(shown)).not.toMatch(/[\u0000-\u0008\u000E-\u001F\u007F-\u009F]/);
      }),
      { numRuns: 500 },
    );
  });

  it('alone is guarded: a file gets every byte', () => {
    const written: string[] = [];
    const stream = (isTTY: boolean) => ({
      isTTY,
      write: ((text: string) => written.push(text) > 0) as NodeJS.WriteStream['write'],
    });
    const [terminal, file] = [stream(true), stream(false)];
    guardTerminal(terminal);
    guardTerminal(file);

    terminal.write(`${esc}c`);
    file.write(`${esc}c`);

    expect(written).toEqual(['\uFFFDc', `${esc}c`]);
  });
});

it('an error is printed without control characters, passwords and keys, whatever it quotes', () => {
  keepSecret('key-in-an-error');
  const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);

  const code = printError(
    new SweepError({
      code: 'INVALID_DATA',
      message: `found "${esc}]0;x\u0007" at mongodb://me:s3cret@host/x\nand key-in-an-error`,
      fix: `write ${esc}[2J`,
    }),
  );
  printError(new Error(`a bug at mongodb://me:s3cret@host/x ${esc}c`));

  const said = stripVTControlCharacters(write.mock.calls.map(([text]) => String(text)).join(''));
  write.mockRestore();
  expect(code).toBe(2);
  expect(said).not.toMatch(/[\u001B\u0007]|s3cret|key-in-an-error/);
  expect(said).toContain('\nand ***');
});
