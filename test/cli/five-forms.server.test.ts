import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { sweep } from '../chaos/sweep-process.ts';
import { pythonWithPandas } from '../python-with-pandas.ts';

/** What a label, a file's name or a text may try in a page. */
const labels = ['<img src=x onerror=alert(1)>', '</script><script>alert(2)</script>', 'plain, "quoted"; =1+1'];
const stopWords = '<b onclick=alert(3)>.txt';

const folder = mkdtempSync(join(tmpdir(), 'sweep-forms-'));
const home = join(folder, 'home');

const rows = Array.from({ length: 90 }, (_, n) => {
  const words = ['good fine great', 'bad poor awful', 'so so middling'][n % 3] as string;
  const text = `${words} text ${n} <script>alert(${n})</script> &amp; ${n % 7 === 0 ? 'odd' : 'even'}`;
  return `"${text}","${(labels[n % 3] as string).replaceAll('"', '""')}"`;
});

/** 8 trials that are scored and 8 that diverge, 3 folds each. */
const grid = `name: forms
data: { file: data.csv, text: text, label: label }
text: { clean: none, stopwords: [none, "${stopWords}"] }
split: { folds: 3, repeats: 2 }
embedding: { kind: random, size: 8 }
model: { units: [2, 4] }
train: { epochs: [2, 4], batch: 16, learningRate: [0.01, 1.0e+30] }
rank: { by: macroF1 }
`;

const cli = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await sweep(home, args, { SWEEP_LINGER_SECONDS: '60' }).ended;
  if (code !== 0) throw new Error(`sweep ${args.join(' ')}: exit ${code}\n${err}`);
  return out;
};

type Row = { readonly [column: string]: string };
const table = (text: string): readonly Row[] => parse(text, { columns: true });

type JsonRow = {
  readonly id: string;
  readonly rank: number | null;
  readonly group: number | null;
  readonly take: boolean;
  readonly withinOneSe: boolean;
  readonly trial: string;
  readonly folds: number;
  readonly scores: { readonly [metric: string]: { mean: number | null; sd: number | null; values: (number | null)[] } };
  readonly pValue: number | null;
  readonly failure: { readonly code: string; readonly message: string; readonly fold: number } | null;
};

let bytes = '';
let json: readonly JsonRow[] = [];
let page = '';

beforeAll(async () => {
  writeFileSync(join(folder, 'data.csv'), `text,label\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, stopWords), 'text\nso\n');
  writeFileSync(join(folder, 'forms.yaml'), grid);
  const { code, err } = await sweep(home, ['start', join(folder, 'forms.yaml')], { SWEEP_LINGER_SECONDS: '60' }).ended;
  if (code !== 1) throw new Error(`start: exit ${code}\n${err}`); // finished, with failed trials
  bytes = (await cli('leaderboard', 'forms', '--json')).trimEnd();
  json = JSON.parse(bytes).rows;
  await cli('report', 'forms', '--out', join(folder, 'report.html'));
  page = readFileSync(join(folder, 'report.html'), 'utf8');
});
afterAll(async () => {
  await sweep(home, ['services', 'stop', '--force']).ended;
  rmSync(folder, { recursive: true, force: true });
});

type Plain = string | number | boolean | null | undefined;
/** What the live page is given of a sweep, below its address. */
const pageObject = async (below: string): Promise<string> => {
  const { child, ended } = sweep(home, ['dashboard', '--port', '0'], { SWEEP_LINGER_SECONDS: '60' });
  try {
    const url = await new Promise<URL>((resolve, reject) => {
      child.stdout.once('data', (line: string) => resolve(new URL(line.trim())));
      void ended.then(({ err }) => reject(new Error(err)));
    });
    const token = /token=([^&]+)/.exec(url.href)?.[1] ?? '';
    const headers = { authorization: `Bearer ${token}` };
    return await (await fetch(new URL(`/api/sweeps/forms${below}`, url), { headers })).text();
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
};

const textOf = (value: Plain): string => (value === null || value === undefined ? '' : String(value));

describe('leaderboard --json, leaderboard --csv, export, page and report', () => {
  it('have something to agree on', () => {
    expect(json.filter(({ failure }) => failure === null)).toHaveLength(8);
    expect(json.filter(({ failure }) => failure !== null)).toHaveLength(8);
  });

  it('leaderboard --csv says of every trial what --json says', async () => {
    const csv = table(await cli('leaderboard', 'forms', '--csv'));

    expect(csv.map(({ id }) => id)).toEqual(json.map(({ id }) => id));
    csv.forEach((row, at) => {
      const own = json[at] as JsonRow;
      const { rank, group, take, withinOneSe, trial, folds, pValue, failure } = own;
      expect(row).toMatchObject({
        rank: textOf(rank),
        group: textOf(group),
        take: String(take),
        withinOneSe: String(withinOneSe),
        trial,
        folds: String(folds),
        pValue: textOf(pValue),
        failure: textOf(failure?.code),
        message: textOf(failure?.message),
      });
      for (const [metric, { mean, sd }] of Object.entries(own.scores))
        expect([row[metric], row[`${metric}Sd`]]).toEqual([textOf(mean), textOf(sd)]);
    });
  });

  it('export has the same trials, ranks, groups, marks and values, fold by fold', async () => {
    const exported = table(await cli('export', 'forms', '--csv'));

    expect(new Set(exported.map(({ id }) => id))).toEqual(new Set(json.map(({ id }) => id)));
    for (const own of json) {
      const folds = exported.filter(({ id }) => id === own.id);
      const { rank, group, take, withinOneSe, trial, failure } = own;
      const marks = {
        rank: textOf(rank),
        group: textOf(group),
        take: String(take),
        withinOneSe: String(withinOneSe),
        trial,
      };
      expect(folds.map(({ fold }) => Number(fold))).toEqual(folds.map((_, at) => at + 1));
      for (const fold of folds) expect(fold).toMatchObject(marks);
      if (failure !== null) {
        const { code, message } = failure;
        expect(folds).toHaveLength(failure.fold);
        expect(folds.at(-1)).toMatchObject({ state: 'failed', failure: code, message });
      }
      for (const [metric, { values }] of Object.entries(own.scores))
        expect(folds.map((fold) => fold[metric])).toEqual(values.map(textOf));
    }
  });

  it('export as JSON lines has the same cells as CSV', async () => {
    const [csv, lines] = [table(await cli('export', 'forms', '--csv')), await cli('export', 'forms', '--jsonl')];
    const objects = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { [key: string]: Plain });

    expect(objects.map((each) => Object.fromEntries(Object.entries(each).map(([k, v]) => [k, textOf(v)])))).toEqual(
      csv,
    );
  });

  it('the live page is given the bytes of --json', async () => {
    expect((await pageObject('/leaderboard')).trimEnd()).toBe(bytes);
  });

  it('terminal, page and report say what it means in the same sentences', async () => {
    const { reading } = JSON.parse(await pageObject('')) as {
      readonly reading: { readonly above: string; readonly below: readonly { readonly text: string }[] };
    };
    const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
    const [terminal, plain] = [await cli('leaderboard', 'forms'), await cli('leaderboard', 'forms', '--plain')].map(
      flat,
    );
    const report = flat(
      page
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&'),
    );

    expect(reading.below.length).toBeGreaterThan(4);
    for (const text of [reading.above, ...reading.below.map((sentence) => sentence.text)].map(flat)) {
      expect(terminal?.replaceAll(' (↓)', '')).toContain(text);
      expect(plain).toContain(text);
      expect(report).toContain(text);
    }
  });

  it('report carries the bytes of --json, and shows its ranks, ids, means and groups', () => {
    const data = /<script type="application\/json" id="leaderboard">(.*?)<\/script>/s.exec(page)?.[1];
    const ranking = /<caption>The ranking[^]*?<\/table>/.exec(page)?.[0] ?? '';
    const shown = [...ranking.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
      .slice(1)
      .map(([, cells = '']) =>
        [...cells.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)]
          .slice(0, 4)
          .map(([, text]) => text?.replaceAll('\u00a0', ' ')),
      );

    expect(JSON.parse(data ?? '')).toEqual(JSON.parse(bytes));
    expect(shown).toEqual(
      json
        .filter(({ failure }) => failure === null)
        .map(({ rank, id, group, scores }) => {
          const { mean, sd } = scores['macroF1'] as JsonRow['scores'][string];
          return [String(rank), id, `${mean?.toFixed(4)} ± ${sd?.toFixed(4)}`, String(group)];
        }),
    );
  });
});

describe('export', () => {
  it('loads in pandas without options, with the numbers of the leaderboard', async () => {
    for (const what of ['folds', 'predictions'])
      for (const as of ['csv', 'jsonl']) {
        const predictions = what === 'predictions' ? ['--predictions'] : [];
        await cli('export', 'forms', `--${as}`, ...predictions, '--out', join(folder, `${what}.${as}`));
      }
    writeFileSync(join(folder, 'leaderboard.json'), bytes);

    const script = resolve(import.meta.dirname, 'export/check_pandas.py');
    expect(execFileSync(pythonWithPandas(), [script, folder], { encoding: 'utf8' })).toBe(
      '56 folds, 1440 predictions\n',
    );
  });

  it('of one trial has its folds alone, by rank, id or name', async () => {
    const [best] = json;

    for (const wanted of ['1', best?.id ?? '', best?.trial ?? '']) {
      const lines = table(await cli('export', 'forms', '--csv', '--trial', wanted));
      expect(lines.map(({ id }) => id)).toEqual(Array(6).fill(best?.id));
    }
  });

  it('for spreadsheets has nothing that they would run', async () => {
    const text = await cli('export', 'forms', '--csv', '--excel', '--predictions', '--trial', '1');

    expect(text.startsWith('\uFEFFsweep;id;trial;')).toBe(true);
    expect(text).toMatch(/;0,\d+/);
  });

  it('says which of the two forms are to be had where none or both are named', async () => {
    for (const flags of [[], ['--csv', '--jsonl']]) {
      const { code, out } = await sweep(home, ['export', 'forms', ...flags]).ended;
      expect([code, out]).toEqual([2, '']);
    }
  });
});

describe('report', () => {
  it('shows hostile labels, texts and file names as text', () => {
    const tags = new Set([...page.matchAll(/<([a-z0-9]+)/g)].map(([, name]) => name));

    expect(['img', 'iframe', 'b', 'object', 'link', 'base', 'form'].filter((tag) => tags.has(tag))).toEqual([]);
    expect([...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
      '<script type="application/json" id="leaderboard">',
    ]);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).toContain('&lt;b onclick=alert(3)&gt;');
  });

  it('loads and runs nothing', () => {
    expect(page).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;`,
    );
    expect(
      [...page.matchAll(/ (?:src|href|srcset|action)="(?!#)[^"]*"|url\(|@import/g)].map(([found]) => found),
    ).toEqual([]);
  });

  it('has every part that there is something to say about', () => {
    const parts = [...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id);
    const pictures = [...page.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map(([, title]) => title);

    expect(parts).toEqual(['answer', 'question', 'data', 'ranking', 'axes', 'trial', 'failures', 'cost', 'again']);
    expect(pictures).toEqual(
      expect.arrayContaining([
        'Confusion matrix',
        'Learning curves: loss',
        'ROC, each class against the rest',
        'macroF1 by units',
      ]),
    );
  });
});
