import { expect, test } from 'vitest';

import { usageError } from '../../cli/usage-error.ts';

const keys = ['top', 'by', 'group-by', 'groupBy', 'watch', 'help', 'h'];

test.each([
  ['Did you mean status?', ['statsu'], 'There is no command "statsu".', 'did you mean sweep status?'],
  ['Unknown argument: nonsense', ['nonsense'], 'There is no command "nonsense".', 'sweep --help lists the commands'],
  ['Unknown argument: topp', ['leaderboard', 'x', '--topp'], 'There is no flag --topp here.', 'did you mean --top?'],
  [
    'Unknown arguments: grup-by, grupBy',
    ['leaderboard', 'x', '--grup-by', 'units'],
    'There is no flag --grup-by here.',
    'did you mean --group-by?',
  ],
  [
    'Unknown argument: xyzzy',
    ['leaderboard', 'x', '--xyzzy'],
    'There is no flag --xyzzy here.',
    'sweep leaderboard --help lists the flags',
  ],
  [
    'Unknown argument: b',
    ['status', 'a', 'b'],
    '"b" is one word too many.',
    'sweep status --help shows how it is written',
  ],
  [
    'Not enough non-option arguments: got 0, need at least 1',
    ['start'],
    'sweep start needs a word after it; found 0.',
    'sweep start --help shows which',
  ],
  [
    'Not enough non-option arguments: got 1, need at least 2',
    ['show', 'x'],
    'sweep show needs 2 words after it; found 1.',
    'sweep show --help shows which',
  ],
  ['Name a command.', [], 'Name a command.', 'sweep --help'],
  [
    'Arguments csv and group-by are mutually exclusive',
    ['leaderboard', 'x'],
    '--csv and --group-by exclude each other.',
    'leave one out',
  ],
  ['Implications failed:\n excel -> csv', ['leaderboard', 'x'], '--excel needs --csv.', 'add --csv'],
  [
    'Invalid values:\n  Argument: action, Given: "foo", Choices: "status", "stop"',
    ['services', 'foo'],
    '"foo" is none of the choices: "status", "stop".',
    'sweep services --help',
  ],
  ['--slots: a whole number', ['start', 'x'], '--slots: a whole number', 'sweep start --help'],
])('%s', (said, argv, message, fix) => {
  expect(usageError(said, argv, [...keys, 'grup-by', 'grupBy', 'topp', 'xyzzy'])).toMatchObject({
    code: 'USAGE',
    message,
    fix,
  });
});
