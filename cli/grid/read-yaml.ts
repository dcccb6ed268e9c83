import type { YAMLError } from 'yaml';
import { Lexer, parseDocument, Parser } from 'yaml';
import type { Located } from './document.ts';
import { locateDocument } from './document.ts';
import type { Problems } from './problems.ts';

const mostCharacters = 128 * 1024;
const mostDepth = 40;

const fixes: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'lines of one block begin in the same column; lists and mappings in brackets need their closing bracket',
  MULTIPLE_DOCS: 'one file holds one grid: delete the `---` and what follows, or move it to another file',
  BAD_SCALAR_START: 'text that begins with one of , [ ] { } # & * ! | > % @ ` needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a value that contains ": " needs quotes',
  MISSING_CHAR: 'close the quote or the bracket',
  NON_STRING_KEY: 'keys are plain words',
  TAG_RESOLVE_FAILED: 'text that begins with ! needs quotes',
};

const expected: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second YAML document begins here, expected one',
  TAB_AS_INDENT: 'a tab as indentation, expected spaces',
};

/** Offset of the first place that is nested too deep, or null; linear, where composing it could exhaust the stack. */
const tooDeep = (source: string): number | null => {
  const parser = new Parser();
  let offset = 0;
  for (const lexeme of new Lexer().lex(source)) {
    for (const _ of parser.next(lexeme)); // what is complete leaves the stack
    if (parser.stack.length > mostDepth) return Math.min(offset, source.length - 1);
    offset += lexeme.length;
  }
  return null;
};

const report = (problems: Problems, { code, message, pos }: YAMLError): void => {
  const text = expected[code] ?? `not YAML: ${message.split('\n', 1)[0] as string}`;
  problems.add('syntax error', { path: '', offset: pos[0] }, text, fixes[code] ?? null);
};

const parse = (source: string, problems: Problems): Located => {
  const options = { prettyErrors: false, uniqueKeys: false, stringKeys: true, resolveKnownTags: false } as const;
  const document = parseDocument(source, { ...options, logLevel: 'error' });
  for (const error of [...document.errors, ...document.warnings]) report(problems, error);
  const { explicit, version } = document.directives?.yaml ?? { explicit: false, version: '1.2' };
  if (explicit && version !== '1.2') {
    const message = `%YAML ${version}, expected YAML 1.2`;
    problems.add('syntax error', { path: '', offset: 0 }, message, 'delete the %YAML line');
  }
  return locateDocument(document, problems);
};

/**
 * The document, or null where it cannot be read at all (the problems say why). Bounded in time and memory: size, depth
 * and aliases have limits, and aliases are shared, never copied.
 */
export const readYaml = (source: string, problems: Problems): Located | null => {
  const place = { path: '', offset: 0 };
  if (source.length > mostCharacters) {
    const message = `${source.length} characters, expected at most ${mostCharacters}`;
    problems.add('syntax error', { path: '', offset: null }, message, 'is this a grid file?');
    return null;
  }
  const deep = tooDeep(source);
  if (deep !== null) {
    const message = 'lists or mappings nested deeper than any grid is';
    problems.add('syntax error', { path: '', offset: deep }, message, 'is this a grid file?');
    return null;
  }
  const document = parse(source, problems);
  if (problems.count('syntax error') > 0) return null; // what is left of it would mislead
  if (document.kind === 'map') return document;
  const isEmpty = document.kind === 'scalar' && document.value === null && document.text === '';
  const message = isEmpty ? 'an empty file, expected a grid' : 'no mapping of keys to values, expected a grid';
  problems.add('wrong value', place, message, 'write one with `sweep init`');
  return null;
};
