import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { metrics } from '../../worker/telemetry/metrics.ts';
import type { MetricName } from '../../worker/telemetry/metrics.ts';

type Panel = { readonly targets?: readonly { readonly expr: string }[] };
type Dashboard = {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly definition?: string }[] };
};

const file = resolve(import.meta.dirname, '../../deploy/grafana.json');

/** Every query of the Grafana dashboard. */
export const dashboardQueries = (): readonly string[] => {
  const { panels, templating } = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  return [...asked, ...templating.list.flatMap(({ definition }) => (definition === undefined ? [] : [definition]))];
};

/** Series that a text of queries names. */
export const seriesIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/\b(?:sweep|temporal)_\w+/g)].map(([name]) => name)),
];

/** What Prometheus calls the series of our metrics. */
export const ownSeries = (): readonly string[] =>
  (Object.keys(metrics) as MetricName[]).flatMap((name) => {
    const { kind } = metrics[name];
    if (kind === 'counter') return [`${name}_total`];
    return kind === 'gauge' ? [name] : [`${name}_bucket`, `${name}_sum`, `${name}_count`];
  });
