import { masked } from '../../core/secrets.ts';
import { postSpans } from './otlp.ts';
import type { Span } from './tracer.ts';
import type { TraceSettings } from './trace-settings.ts';

const atOnce = 512; // spans of one post
const most = 2_048; // that wait; OpenTelemetry's own limits
const complainEveryMs = 60_000;
const farewellMs = 2_000; // training is handed back within ten seconds, and that comes first

/**
 * Sends spans in the background, some seconds after they ended. A receiver that is away costs spans and a line of the log
 * a minute, never a training.
 */
export const createSpanSender = (settings: TraceSettings, log: (line: string) => void) => {
  let waiting: Span[] = [];
  let dropped = 0;
  let complainedAt = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  const complain = (why: string): void => {
    if (performance.now() - complainedAt < complainEveryMs) return;
    complainedAt = performance.now();
    log(`Traces: ${dropped} spans were lost; ${masked(settings.url)} said: ${masked(why)}`);
  };
  const post = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, atOnce);
      try {
        await postSpans(settings, batch);
      } catch (error) {
        dropped += batch.length;
        const { message, cause } = error as Error;
        complain(cause instanceof Error ? `${message}: ${cause.message}` : message);
      }
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (sending = sending.then(post));
  };
  const send = (span: Span): void => {
    if (waiting.length >= most) {
      dropped++;
      return complain('more spans than it takes');
    }
    waiting.push(span);
    if (waiting.length === atOnce) void flush();
    if (timer !== undefined) return;
    timer = setTimeout(() => void flush(), settings.delayMs);
    timer.unref();
  };
  const close = async (): Promise<void> => {
    const late = new Promise<void>((resolve) => setTimeout(resolve, farewellMs).unref());
    await Promise.race([flush(), late]);
    waiting = [];
  };
  return { send, close };
};
