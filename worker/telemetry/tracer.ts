import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

import { masked } from '../../core/secrets.ts';

export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Something that took time, as it is sent once it has ended. */
export type Span = {
  readonly traceId: string; // 32 hex digits
  readonly spanId: string; // 16
  readonly parentId: string | null;
  readonly name: string;
  readonly fromMs: number; // since 1970
  readonly toMs: number;
  readonly attributes: Attributes;
  readonly error: string | null;
};

/** Says more about the span that is open. */
export type Say = (attributes: Attributes) => void;

export type Tracer = {
  /** Runs something as a span below the one that is open here; without one, as the root of a trace. */
  readonly inSpan: <Value>(name: string, attributes: Attributes, work: (say: Say) => Promise<Value>) => Promise<Value>;
  /** The span that is open here, for what is called from elsewhere: runs something below it. */
  readonly here: () => <Value>(work: () => Value) => Value;
};

type Open = { readonly traceId: string; readonly spanId: string; readonly isKept: boolean };

const nowMs = (): number => performance.timeOrigin + performance.now();

/** A trace is kept or not by its id, so that the share is met whatever the traces are about. */
const isKept = (traceId: string, share: number): boolean => Number.parseInt(traceId.slice(0, 8), 16) / 2 ** 32 < share;

/** What was called off on purpose did not go wrong. */
const errorOf = (error: unknown): string | null => {
  if (!(error instanceof Error)) return masked(String(error));
  return error.name === 'CancelledFailure' ? null : masked(error.message);
};

/** Hands every span of the traces that are kept to `send` when it ends. */
export const createTracer = (share: number, send: (span: Span) => void): Tracer => {
  const open = new AsyncLocalStorage<Open>();
  const inSpan: Tracer['inSpan'] = (name, first, work) => {
    const parent = open.getStore();
    const traceId = parent?.traceId ?? randomBytes(16).toString('hex');
    const own = {
      traceId,
      spanId: randomBytes(8).toString('hex'),
      isKept: parent?.isKept ?? isKept(traceId, share),
    };
    const fromMs = nowMs();
    let attributes = first;
    const end = (error: string | null): void => {
      if (!own.isKept) return;
      const { spanId } = own;
      send({ traceId, spanId, parentId: parent?.spanId ?? null, name, fromMs, toMs: nowMs(), attributes, error });
    };
    return open.run(own, async () => {
      try {
        const value = await work((more) => (attributes = { ...attributes, ...more }));
        end(null);
        return value;
      } catch (error) {
        end(errorOf(error));
        throw error;
      }
    });
  };
  const here: Tracer['here'] = () => {
    const found = open.getStore();
    return (work) => (found === undefined ? work() : open.run(found, work));
  };
  return { inSpan, here };
};

/** Where nobody asked for traces. */
export const noTracer: Tracer = {
  inSpan: (_name, _attributes, work) => work(() => undefined),
  here: () => (work) => work(),
};
