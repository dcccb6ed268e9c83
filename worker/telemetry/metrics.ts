import type { Runtime } from '@temporalio/worker';

/** The meter of Temporal's SDK, which exports what it is told beside the SDK's own metrics. */
type MetricMeter = Runtime['metricMeter'];
type MetricTags = Parameters<MetricMeter['withTags']>[0];

type Definition = {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly says: string;
};

/**
 * What a worker counts besides the SDK's own metrics, by name; Prometheus sees counters with `_total` behind it. No label
 * names a sweep, a trial or a worker: each would be another series for good.
 */
export const metrics = {
  sweep_slots: { kind: 'gauge', labels: ['state'], says: 'Slots of this worker: busy, idle or lost' },
  sweep_gpu_utilisation_percent: { kind: 'gauge', labels: ['gpu'], says: 'Load of a GPU that this worker trains on' },
  sweep_gpu_memory_used_bytes: { kind: 'gauge', labels: ['gpu'], says: 'Its memory in use, by all programs' },
  sweep_gpu_temperature_celsius: { kind: 'gauge', labels: ['gpu'], says: 'Its temperature' },
  sweep_folds_trained: { kind: 'counter', labels: [], says: 'Scored folds that trainers handed over' },
  sweep_folds_stored: { kind: 'counter', labels: [], says: 'Scored folds whose storing is confirmed' },
  sweep_folds_failed: { kind: 'counter', labels: ['code'], says: 'Folds stored as failed, by code' },
  sweep_fold_seconds: { kind: 'histogram', labels: [], says: 'Seconds from the beginning of its training to a fold' },
  sweep_trainings: { kind: 'counter', labels: ['kind', 'end'], says: 'Trainings that ended, by kind and how' },
  sweep_training_seconds: {
    kind: 'histogram',
    labels: ['kind'],
    says: 'Seconds of a training, with its way to a slot',
  },
  sweep_trainer_deaths: {
    kind: 'counter',
    labels: ['cause'],
    says: 'Trainers that died: crashed, outOfMemory, killed',
  },
  sweep_checkpoints_saved: { kind: 'counter', labels: [], says: 'Checkpoints stored' },
  sweep_checkpoints_resumed: { kind: 'counter', labels: [], says: 'Trainings that went on from a checkpoint' },
  sweep_checkpoint_bytes: { kind: 'counter', labels: [], says: 'Bytes of the checkpoints stored' },
} as const satisfies Readonly<Record<string, Definition>>;

export type MetricName = keyof typeof metrics;

/** Adds to a counter, sets a gauge, records in a histogram. */
export type Measure = (name: MetricName, value: number, labels?: MetricTags) => void;

/** From a tenth of a second to six hours: a fold of the tour and one of a large corpus. */
const seconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600];
export const histogramBuckets = { sweep_fold_seconds: seconds, sweep_training_seconds: seconds };

const instrument = (meter: MetricMeter, name: MetricName): ((value: number, labels: MetricTags) => void) => {
  const { kind, says } = metrics[name];
  switch (kind) {
    case 'counter': {
      const counter = meter.createCounter(name, undefined, says);
      return (value, labels) => counter.add(value, labels);
    }
    case 'gauge': {
      const gauge = meter.createGauge(name, 'int', undefined, says);
      return (value, labels) => gauge.set(value, labels);
    }
    case 'histogram': {
      const histogram = meter.createHistogram(name, 'float', undefined, says);
      return (value, labels) => histogram.record(value, labels);
    }
    default:
      return kind satisfies never;
  }
};

/** All metrics on one meter; counters without labels begin at 0, so that their first rise is seen as one. */
export const createMeasure = (meter: MetricMeter): Measure => {
  const names = Object.keys(metrics) as MetricName[];
  const instruments = Object.fromEntries(names.map((name) => [name, instrument(meter, name)]));
  const measure: Measure = (name, value, labels = {}) => instruments[name]?.(value, labels);
  for (const name of names) if (metrics[name].kind === 'counter' && metrics[name].labels.length === 0) measure(name, 0);
  return measure;
};
