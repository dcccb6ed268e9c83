import type { Tensor } from './safetensors.ts';

type ConfigValue = string | number | boolean | null | readonly (number | null)[];

/** A layer's options by the names that Keras and tfjs share (snake case). */
export type Config = { readonly [option: string]: ConfigValue };

/** Sides of a layer's output behind the batch; null: as long as the texts are. */
export type Sides = readonly (number | null)[];

/** A layer with its place in the graph. */
export type Node = {
  readonly name: string;
  readonly kind: string; // class name, the same in Keras and tfjs
  readonly config: Config;
  readonly inputs: readonly Node[];
  readonly sides: Sides;
  readonly weights: readonly { readonly name: string; readonly tensor: Tensor }[]; // in Keras' order
  /** Bidirectional: the layer that runs both ways; `weights` are the forward ones, these the backward ones. */
  readonly both: { readonly kind: string; readonly config: Config; readonly backward: Node['weights'] } | null;
};

type NodeOptions = Partial<Pick<Node, 'config' | 'weights' | 'both'>>;

export const node = (
  name: string,
  kind: string,
  inputs: readonly Node[],
  sides: Sides,
  { config = {}, weights = [], both = null }: NodeOptions = {},
): Node => ({ name, kind, config, inputs, sides, weights, both });

/** The layers that `last` depends on, each after its inputs. */
export const nodesOf = (last: Node): readonly Node[] => {
  const seen = new Set<Node>();
  const visit = (each: Node): void => {
    if (seen.has(each)) return;
    each.inputs.forEach(visit);
    seen.add(each);
  };
  visit(last);
  return [...seen];
};

export const tensor = (values: Float32Array, ...shape: readonly number[]): Tensor => {
  const count = shape.reduce((product, side) => product * side, 1);
  if (values.length !== count) throw new RangeError(`${values.length} values for a tensor of [${shape.join(', ')}]`);
  return { shape, values };
};

/** Sides of a node's output from the end: `width(node)` of [B, T, D] is D. */
export const widthOf = ({ sides }: Node): number => sides.at(-1) as number;

/** A fully connected layer over the last side. */
export const dense = (
  name: string,
  input: Node,
  units: number,
  activation: string,
  kernel: Float32Array,
  bias: Float32Array | null,
): Node =>
  node(name, 'Dense', [input], [...input.sides.slice(0, -1), units], {
    config: { units, activation, use_bias: bias !== null, kernel_initializer: 'zeros' },
    weights: [
      { name: 'kernel', tensor: tensor(kernel, widthOf(input), units) },
      ...(bias === null ? [] : [{ name: 'bias', tensor: tensor(bias, units) }]),
    ],
  });

/** A table of rows, looked up by token ids. */
export const embedding = (name: string, ids: Node, table: Tensor, isMasking: boolean): Node => {
  const [rows, size] = table.shape as readonly [number, number];
  return node(name, 'Embedding', [ids], [null, size], {
    config: { input_dim: rows, output_dim: size, mask_zero: isMasking, embeddings_initializer: 'zeros' },
    weights: [{ name: 'embeddings', tensor: table }],
  });
};

export const reshape = (name: string, input: Node, ...sides: Sides): Node =>
  node(name, 'Reshape', [input], sides, { config: { target_shape: sides.map((side) => side ?? -1) } });

export const concatenate = (name: string, inputs: readonly Node[]): Node => {
  const width = inputs.reduce((sum, input) => sum + widthOf(input), 0);
  return node(name, 'Concatenate', inputs, [null, width], { config: { axis: -1 } });
};

type Recurrent = {
  readonly units: number;
  readonly activation: string;
  readonly sequences: boolean;
  readonly forward: Node['weights'];
  readonly backward: Node['weights'] | null;
};

/** An LSTM or GRU, both ways where there are weights for it. */
export const recurrent = (name: string, kind: 'LSTM' | 'GRU', input: Node, options: Recurrent): Node => {
  const { units, activation, sequences, forward, backward } = options;
  const config: Config = {
    units,
    activation,
    recurrent_activation: 'sigmoid',
    return_sequences: sequences,
    kernel_initializer: 'zeros',
    recurrent_initializer: 'zeros',
    ...(kind === 'LSTM' ? { unit_forget_bias: false } : { reset_after: true }),
  };
  const width = backward === null ? units : 2 * units;
  const sides = sequences ? [null, width] : [width];
  if (backward === null) return node(name, kind, [input], sides, { config, weights: forward });
  const both = { kind, config, backward };
  return node(name, 'Bidirectional', [input], sides, { config: { merge_mode: 'concat' }, weights: forward, both });
};
