import { expect, it } from 'vitest';

import { note, ok, problem } from '../../../cli/doctor/check.ts';
import { doctorPage, exitCodeOf } from '../../../cli/doctor.ts';

it('the gravest problem decides the exit code, and notes are none', () => {
  const differs = problem('results', 1, 'one differs', 'report it');
  const absent = problem('temporal', 3, 'absent', 'install it');

  expect(exitCodeOf([ok('node', '20'), note('store', 'not looked at')])).toBe(0);
  expect(exitCodeOf([differs])).toBe(1);
  expect(exitCodeOf([differs, absent])).toBe(3);
});

it('each problem stands with its fix below it, in 80 columns but for paths, which stay whole', () => {
  const path = `/home/${'x'.repeat(90)}/sweep-mongo`;
  const words = 'a word '.repeat(30).trim();

  const page = doctorPage([ok('mongodb', `8.0\n${path}`), problem('temporal', 3, words, 'install it')]);

  expect(page).toContain(`\n              ${path}\n`);
  expect(page).toMatch(/^✗ temporal {4}a word/m);
  expect(page).toMatch(/^ {14}→ install it$/m);
  expect(page.split('\n').filter((line) => line.length > 80 && !line.includes(path))).toEqual([]);
  expect(page).toMatch(/1 problem, marked ✗\.$/);
});
