import { relative } from 'node:path';
import { Scalar, stringify } from 'yaml';
import type { Cell, Grid, GridPart, Value } from '../../../core/grid.ts';
import { parameterPaths, parameter } from '../../../core/parameters.ts';

type Written = Record<string, Record<string, unknown>>;

const written = (path: string, value: Value): unknown =>
  (path === 'text.clean' || path === 'embedding.corpus') && (value as readonly string[]).length === 0 ? 'none' : value;

const writePart = ({ base, axes }: GridPart): Written => {
  const sections: Written = { text: {}, embedding: {}, model: {}, train: {} };
  for (const path of parameterPaths) {
    const [section, key] = path.split('.') as [keyof Cell, string];
    const axis = axes.find((each) => each.path === path);
    const value =
      axis === undefined ? written(path, parameter(base, path)) : axis.values.map((one) => written(path, one));
    (sections[section] as Record<string, unknown>)[key] = value;
  }
  if (base.embedding.kind === 'random') delete sections['embedding']?.['trainable'];
  return sections;
};

/** In quotes: a label called none is not none. */
const quoted = (text: string): Scalar => {
  const scalar = new Scalar(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
};

/** A grid as a file in `folder` that parses to it. */
export const writeGrid = ({ name, data, split, parts, search, rank, engine }: Grid, folder: string): string => {
  const { files, text, label, ...rest } = data;
  const { folds, holdout, groups, ...others } = split;
  const cells = parts.map(writePart);
  return stringify({
    name,
    data: {
      file: files.map((file) => relative(folder, file)),
      ...(text === null ? {} : { text }),
      ...(label === null ? {} : { label }),
      ...rest,
      delimiter: data.delimiter === '\t' ? 'tab' : data.delimiter,
    },
    split: { ...others, holdout, ...(holdout === 'none' ? { folds } : {}), ...(groups === null ? {} : { groups }) },
    ...(cells.length === 1 ? cells[0] : { any: cells }),
    search,
    rank: {
      ...(rank.written ? { by: rank.by } : {}),
      ...(rank.positive === null ? {} : { positive: quoted(rank.positive) }),
    },
    engine,
  });
};
