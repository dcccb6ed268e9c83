import { SweepError } from '../core/errors.ts';
import { nearest } from './grid/nearest.ts';

const kebab = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Flags as a person writes them. */
const asFlag = (key: string): string => (key.length === 1 ? `-${key}` : `--${key}`);

const unknownFlags = (words: readonly string[], keys: readonly string[], help: string) => {
  const written = [...new Set(words.map(kebab))]; // each is reported a second time in camel case
  const flags = [...new Set(keys.map(kebab))].filter((key) => key.length > 1 && !written.includes(key));
  const found = written.map((word) => ({ word, near: nearest(word, flags) }));
  const names = found.map(({ word }) => asFlag(word)).join(', ');
  const near = found.flatMap((each) => (each.near === null ? [] : [asFlag(each.near)]));
  const fix = near.length > 0 ? `did you mean ${near.join(', ')}?` : `${help} lists the flags`;
  return { message: `There is no flag ${names} here.`, fix };
};

/** What yargs says of flags that need or exclude each other, and of words outside a choice. */
const inWords = (said: string): { readonly message: string; readonly fix?: string } | null => {
  const [, one, other] = /^Arguments (\S+) and (\S+) are mutually exclusive$/.exec(said) ?? [];
  if (one !== undefined && other !== undefined)
    return { message: `${asFlag(kebab(one))} and ${asFlag(kebab(other))} exclude each other.`, fix: 'leave one out' };
  const [, flag, needed] = /^Implications failed:\s+(\S+) -> (\S+)$/.exec(said) ?? [];
  if (flag !== undefined && needed !== undefined)
    return { message: `${asFlag(kebab(flag))} needs ${asFlag(kebab(needed))}.`, fix: `add ${asFlag(kebab(needed))}` };
  const [, given, choices] = /^Invalid values:\s+Argument: .*, Given: (.*), Choices: (.*)$/.exec(said) ?? [];
  return given === undefined ? null : { message: `${given} is none of the choices: ${choices}.` };
};

/** What yargs says of wrong usage, as a message with its next step; `keys`: the options that this command knows. */
export const usageError = (said: string, argv: readonly string[], keys: readonly string[]): SweepError => {
  const words = argv.filter((word) => !word.startsWith('-'));
  const command = words[0] ?? '';
  const help = command === '' || said === 'Name a command.' ? 'sweep --help' : `sweep ${command} --help`;
  const error = (message: string, fix: string): SweepError => new SweepError({ code: 'USAGE', message, fix });
  const meant = /^Did you mean (.*)\?$/.exec(said)?.[1];
  if (meant !== undefined) return error(`There is no command "${command}".`, `did you mean sweep ${meant}?`);
  const unknown = /^Unknown arguments?: (.*)$/.exec(said)?.[1]?.split(', ');
  if (unknown !== undefined) {
    const flags = unknown.filter((word) => !words.includes(word));
    if (flags.length > 0 && !unknown.includes(command)) {
      const { message, fix } = unknownFlags(flags, keys, help);
      return error(message, fix);
    }
    return unknown.includes(command)
      ? error(`There is no command "${command}".`, 'sweep --help lists the commands')
      : error(`"${unknown.join(' ')}" is one word too many.`, `${help} shows how it is written`);
  }
  const [, got, needed] = /^Not enough non-option arguments: got (\d+), need at least (\d+)$/.exec(said) ?? [];
  if (got !== undefined)
    return error(
      `sweep ${command} needs ${needed === '1' ? 'a word' : `${needed} words`} after it; found ${got}.`,
      `${help} shows which`,
    );
  const { message, fix } = inWords(said) ?? { message: said, fix: help };
  return error(message, fix ?? help);
};
