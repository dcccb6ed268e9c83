import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** The import table of docs/architecture.md: what each folder may import of the others, and which packages. */
const mayImport: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly packages: readonly string[] }>
> = {
  core: { folders: [], packages: ['@noble/hashes'] },
  text: {
    folders: ['core'],
    packages: ['csv-parse', 'html-entities', 'stopword', 'porter2', '@orama/stemmers', 'wink-lexicon'],
  },
  training: { folders: ['core', 'text'], packages: [] },
  scoring: { folders: ['core'], packages: [] },
  pictures: { folders: ['core', 'scoring'], packages: ['d3-scale', 'd3-shape'] },
  store: { folders: ['core'], packages: ['mongodb'] },
  activities: { folders: ['core', 'text', 'training', 'scoring', 'store'], packages: ['@temporalio/activity'] },
  workflows: { folders: ['core'], packages: ['@temporalio/workflow'] },
  services: { folders: ['core'], packages: ['mongodb', '@temporalio/envconfig', '@rgrove/parse-xml'] },
  worker: {
    folders: ['core', 'text', 'training', 'scoring', 'store', 'activities', 'services'],
    packages: ['@temporalio/worker', '@temporalio/client'],
  },
  dashboard: {
    folders: ['core', 'scoring', 'pictures', 'store'],
    packages: ['hono', '@hono/node-server', 'ml-pca', 'preact'],
  },
  cli: {
    folders: [
      'core',
      'text',
      'training',
      'scoring',
      'pictures',
      'store',
      'activities',
      'worker',
      'services',
      'dashboard',
    ],
    packages: ['@temporalio/client', 'yargs', 'cli-table3', 'yaml', 'zod', 'log-update', 'fastest-levenshtein'],
  },
};

/** Pure folders run inside workflows or wherever else: no Node either. */
const withoutNode = ['core', 'scoring', 'pictures', 'workflows'];

const sourcesOf = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:^import|^export|\}) [^'";]*?from '([^']+)'|import\('([^']+)'\)/gm)].map(
    (match) => (match[1] ?? match[2]) as string,
  );

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

describe.each(Object.keys(mayImport))('%s', (folder) => {
  const { folders, packages } = mayImport[folder] as (typeof mayImport)[string];

  it('imports only what the table allows', () => {
    const wrong = sourcesOf(folder).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => {
          if (specifier.startsWith('node:')) return withoutNode.includes(folder);
          if (!specifier.startsWith('.')) return !packages.includes(packageOf(specifier));
          const [target] = relative(root, resolve(dirname(file), specifier)).split('/');
          return target !== folder && !folders.includes(target as string);
        })
        .map((specifier) => `${relative(root, file)} imports ${specifier}`),
    );

    expect(wrong).toEqual([]);
  });
});
