import type { EngineWish } from '../../core/engine.ts';
import type { Value } from '../../core/grid.ts';
import { valueText } from '../../core/parameters.ts';
import type { DraftPart } from './make-parts.ts';
import type { Problems } from './problems.ts';
import type { Settings } from './read-sections.ts';

/** A value of the format that some engines cannot train with: refused where it stands, never ignored. */
type EngineLimit = {
  readonly engines: readonly EngineWish[];
  readonly path: string;
  readonly when: (value: unknown) => boolean;
  readonly why: string;
  readonly instead: string; // what works with them
};

/** Everything else of the format works with every engine. */
export const engineLimits: readonly EngineLimit[] = [
  {
    engines: ['tensorflow', 'tensorflow-cpu', 'tensorflow-cuda'],
    path: 'model.recurrentDropout',
    when: (value) => value !== 0,
    why: 'the library has no recurrent layer that drops states',
    instead: '0',
  },
  {
    engines: ['tensorflow', 'tensorflow-cpu'],
    path: 'model.cell',
    when: (value) => value === 'gru',
    why: 'the library has a whole GRU layer for GPUs alone',
    instead: 'lstm',
  },
];

export const engineOf = (settings: Settings): EngineWish => (settings.get('engine')?.values[0] ?? 'wasm') as EngineWish; // it came through its field's schema

/** What an engine cannot do, at the keys that ask for it. */
export const checkEngine = (problems: Problems, engine: EngineWish, { settings }: DraftPart): void => {
  for (const { engines, path, when, why, instead } of engineLimits) {
    const setting = settings.get(path);
    const value = setting?.values.find(when);
    if (setting === undefined || value === undefined || !engines.includes(engine)) continue;
    const key = path.slice(path.indexOf('.') + 1);
    const message = `${key}: ${valueText(value as Value)} with engine: ${engine}, expected ${instead}: ${why}`;
    const others = engines.includes('tensorflow-cuda') ? 'wasm' : 'wasm or tensorflow-cuda';
    const fix = `write ${key}: ${instead}, or engine: ${others}`;
    problems.add('value that the engine cannot train with', { path, offset: setting.offset }, message, fix);
  }
};

/** Engines that cannot do everything at a key, in words for its description; null: all can. */
export const limitText = (path: string): string | null => {
  const limit = engineLimits.find((each) => each.path === path);
  return limit === undefined ? null : `With ${limit.engines.join(', ')} only ${limit.instead}.`;
};
