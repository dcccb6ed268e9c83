import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import yargs from 'yargs';

import { finished } from '../../cli/exit-codes.ts';
import { workerCommand } from '../../cli/commands/worker.ts';
import { shutdownMs } from '../../core/timeouts.ts';
import { mongodVersion, temporalVersion } from '../../services/vendors.ts';
import { metrics } from '../../worker/telemetry/metrics.ts';
import type { MetricName } from '../../worker/telemetry/metrics.ts';
import { parseMetricsAddress } from '../../worker/telemetry/metrics-address.ts';
import { dashboardQueries, ownSeries, seriesIn } from './metrics-named.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

type Service = {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
};
type Container = { readonly image: string; readonly args: readonly string[]; readonly securityContext: object };
type Deployment = {
  readonly kind: string;
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: object;
        readonly containers: readonly Container[];
      };
    };
  };
};

const dockerfile = read('deploy/Dockerfile');
const compose = parse(read('deploy/compose.yaml')) as { readonly services: Readonly<Record<string, Service>> };
const kubernetes = parseAllDocuments(read('deploy/kubernetes.yaml')).map((each) => each.toJS() as Deployment);
const pod = (kubernetes.find(({ kind }) => kind === 'Deployment') as Deployment).spec.template.spec;
const [container] = pod.containers as [Container];
const unit = read('deploy/sweep-worker.service');
/** The last value of a setting of the unit, as systemd takes it. */
const setting = (name: string): string | undefined =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].at(-1)?.[1];

const inJson = (instruction: string): readonly string[] =>
  JSON.parse([...dockerfile.matchAll(new RegExp(`^${instruction} (\\[.*\\])$`, 'gm'))].at(-1)?.[1] ?? '[]') as string[];

const commandLines: readonly (readonly [string, readonly string[]])[] = [
  ['Dockerfile', inJson('CMD')],
  ['compose.yaml', compose.services['worker']?.command ?? []],
  ['kubernetes.yaml', container.args],
  ['sweep-worker.service', setting('ExecStart')?.split(' ').slice(1) ?? []],
];

describe('what starts a worker in deploy/', () => {
  it.each(commandLines)('is a command line that the program takes: %s', async (_name, words) => {
    const parser = yargs([])
      .command({ ...workerCommand, handler: () => undefined })
      .demandCommand(1)
      .strict()
      .exitProcess(false)
      .fail((message, error) => {
        throw error ?? new Error(message);
      });
    const args = (await parser.parseAsync([...words])) as unknown as {
      readonly _: readonly string[];
      readonly metrics: string;
    };

    expect(args._).toEqual(['worker']);
    expect(parseMetricsAddress(args.metrics)).toMatch(/:9464$/);
  });

  it('is the program that is built', () => {
    expect(inJson('ENTRYPOINT')).toEqual(['node', '/app/dist/cli/main.js']);
    expect(dockerfile).toContain('COPY --from=build /app/dist ./dist');
    expect((JSON.parse(read('package.json')) as { bin: object }).bin).toEqual({ sweep: 'dist/cli/main.js' });
  });

  it('gives it more time to leave than it takes', () => {
    const seconds = [
      pod.terminationGracePeriodSeconds,
      compose.services['worker']?.stop_grace_period,
      setting('TimeoutStopSec'),
    ];

    for (const each of seconds)
      expect(Number.parseInt(String(each), 10)).toBeGreaterThanOrEqual((2 * shutdownMs) / 1000);
  });

  it('asks the worker alone to leave, and takes its answer for none of failure', () => {
    expect(setting('KillMode')).toBe('mixed');
    expect(setting('SuccessExitStatus')).toBe(String(finished.interrupted));
    expect(setting('Restart')).toBe('always');
    expect(dockerfile).toMatch(/^STOPSIGNAL SIGTERM$/m);
  });

  it('is not root, and writes where it may', () => {
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    expect(compose.services['worker']?.read_only).toBe(true);
    expect(setting('User')).toBe('sweep');
    for (const text of [dockerfile, unit]) expect(text).toContain('XDG_CACHE_HOME=/var/cache/sweep');
    for (const name of ['compose.yaml', 'kubernetes.yaml'])
      expect(read(`deploy/${name}`)).toContain('/var/cache/sweep');
  });
});

describe('what deploy/ names', () => {
  it('has its version said: the ones that the program itself would fetch', () => {
    expect(compose.services['temporal']?.image).toBe(`temporalio/temporal:${temporalVersion}`);
    expect(compose.services['mongo']?.image).toBe(`mongo:${mongodVersion}`);
    expect(compose.services['worker']?.image).toBe(`sweep:${version}`);
    expect(container.image).toMatch(new RegExp(`/sweep:${version}$`));
    expect(dockerfile).toMatch(/^ARG NODE=node:22\.\d+\.\d+-\w+-slim$/m);
  });

  it('listens on this host alone in the Compose file', () => {
    const ports = Object.values(compose.services).flatMap((each) => each.ports ?? []);

    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('sets variables that something reads', () => {
    const files = readdirSync(join(root, 'deploy')).filter((name) => !name.endsWith('.json'));
    const named = new Set(
      files.flatMap((name) => read(`deploy/${name}`).match(/\b(?:TEMPORAL|MONGODB|SWEEP|OTEL|XDG)_[A-Z_]+\b/g) ?? []),
    );
    const docs = read('docs/security.md') + read('docs/monitoring.md') + read('README.md');
    const ofTheFileItself = ['SWEEP_CPUS', 'SWEEP_MEMORY']; // Compose reads them

    expect([...named].filter((name) => !docs.includes(name) && !ofTheFileItself.includes(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(5);
  });

  it('holds no password', () => {
    for (const name of readdirSync(join(root, 'deploy'))) {
      for (const [, password] of read(`deploy/${name}`).matchAll(/mongodb:\/\/[^:/]+:([^@]+)@/g)) {
        expect(['PASSWORD', '${MONGO_PASSWORD}']).toContain(password);
      }
    }
  });
});

describe('docs/cluster.md', () => {
  const text = read('docs/cluster.md');

  it('names commands that there are, and files that there are', () => {
    const commands = [...text.matchAll(/(?:^|`)sweep ([a-z]+)/gm)].map(([, name]) => name as string);
    const known = readdirSync(join(root, 'cli/commands')).map((name) => name.replace('.ts', ''));
    const links = [...text.matchAll(/\]\(([^)#]+)\)/g)]
      .map(([, to]) => to as string)
      .filter((to) => !to.startsWith('http'));

    expect(new Set(commands.filter((name) => !known.includes(name)))).toEqual(new Set());
    expect(commands.length).toBeGreaterThan(8);
    expect(links.filter((to) => !existsSync(resolve(root, 'docs', to)))).toEqual([]);
  });

  it('sets variables that docs/security.md explains', () => {
    const named = text.match(/\b(?:TEMPORAL|MONGODB|SWEEP|OTEL)_[A-Z_]+\b/g) ?? [];
    const explained = read('docs/security.md') + read('README.md');

    expect(named.filter((name) => !explained.includes(name))).toEqual([]);
  });

  it('names the version of the package', () => {
    for (const [, found] of text.matchAll(/sweep(?:-orchestrator-|:)(\d+\.\d+\.\d+)/g)) expect(found).toBe(version);
  });
});

describe('metrics', () => {
  const documented = [...read('docs/monitoring.md').matchAll(/^\| `((?:sweep|temporal)_\w+)` \| (.*) \|$/gm)];

  it('are asked for by the dashboard under the names that they have', () => {
    const sdk = documented.flatMap(([, name = '']) => (name.startsWith('temporal_') ? [name] : []));
    const known = new Set([...ownSeries(), ...sdk, ...sdk.map((name) => `${name}_bucket`)]);
    const asked = dashboardQueries().flatMap(seriesIn);

    expect(asked.filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(asked).size).toBeGreaterThan(10);
  });

  it('stand in the table of docs/monitoring.md, each with its kind and labels', () => {
    const rows = documented.filter(([, name]) => name?.startsWith('sweep_'));
    const found = rows.map(([, name = '', rest = '']) => {
      const [kind, labels = ''] = rest.split(' | ');
      return [name, kind, [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label)];
    });
    const own = (Object.keys(metrics) as MetricName[]).map((name) => {
      const { kind, labels } = metrics[name];
      return [kind === 'counter' ? `${name}_total` : name, kind, [...labels]];
    });

    expect(found).toEqual(own);
  });
});
