import { Runtime } from '@temporalio/worker';

import { createMeasure } from './metrics.ts';
import type { Observer } from './observed.ts';
import { createSpanSender } from './span-sender.ts';
import { createTracer, noTracer } from './tracer.ts';
import type { TraceSettings } from './trace-settings.ts';

export type Telemetry = { readonly observer: Observer; readonly close: () => Promise<void> };

type Options = {
  readonly metrics: boolean; // the runtime that is installed exports them
  readonly traces: TraceSettings | null;
  readonly log: (line: string) => void;
};

/** Who watches this worker, after its runtime was installed; null where nobody asked: then nothing is wrapped or counted. */
export const openTelemetry = ({ metrics, traces, log }: Options): Telemetry | null => {
  if (!metrics && traces === null) return null;
  const measure = createMeasure(Runtime.instance().metricMeter); // keeps nothing where nothing exports it
  if (traces === null) return { observer: { measure, tracer: noTracer }, close: async () => undefined };
  const { send, close } = createSpanSender(traces, log);
  return { observer: { measure, tracer: createTracer(traces.share, send) }, close };
};
