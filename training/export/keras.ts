import type { Json } from '../../core/canonical.ts';
import { type Node, nodesOf } from './graph.ts';
import type { Group } from './hdf5.ts';
import { writeHdf5 } from './hdf5.ts';
import type { Tensor } from './safetensors.ts';
import { writeZip } from './zip.ts';

const kerasVersion = '3.15.1'; // the version whose format this is

const shapeOf = ({ sides }: Node): readonly (number | null)[] => [null, ...sides];

const kerasTensor = (node: Node): Json => ({
  class_name: '__keras_tensor__',
  config: {
    shape: shapeOf(node),
    dtype: node.kind === 'InputLayer' ? 'int32' : 'float32',
    keras_history: [node.name, 0, 0],
  },
});

const isMany = ({ kind }: Node): boolean => ['Add', 'Dot', 'Concatenate'].includes(kind); // takes a list of inputs

const inner = (name: string, kind: string, config: Node['config']): Json => ({
  module: 'keras.layers',
  class_name: kind,
  config: { name, ...config },
  registered_name: null,
});

const configOf = ({ name, kind, config, both }: Node): Json => {
  if (kind === 'InputLayer') return { name, batch_shape: [null, null], dtype: 'int32' };
  if (both === null) return { name, ...config };
  const { kind: innerKind, config: innerConfig } = both;
  return {
    name,
    ...config,
    layer: inner(`${name}_forward`, innerKind, innerConfig),
    backward_layer: inner(`${name}_backward`, innerKind, { ...innerConfig, go_backwards: true }),
  };
};

const layerOf = (node: Node): Json => {
  const { name, kind, inputs } = node;
  const shapes = inputs.map(shapeOf);
  const tensors = inputs.map(kerasTensor);
  const layer = { module: 'keras.layers', class_name: kind, config: configOf(node), registered_name: null, name };
  if (inputs.length === 0) return { ...layer, inbound_nodes: [] };
  return {
    ...layer,
    build_config: { input_shape: isMany(node) ? shapes : (shapes[0] as Json) },
    inbound_nodes: [{ args: isMany(node) ? [tensors] : tensors, kwargs: {} }],
  };
};

const indexed = (weights: Node['weights']): Group =>
  new Map(weights.map(({ tensor }, at): [string, Tensor] => [String(at), tensor]));

const group = (name: string, content: Group): Group => new Map([[name, content]]);

const cell = (weights: Node['weights']): Group => group('cell', group('vars', indexed(weights)));

const varsOf = ({ kind, weights, both }: Node): Group => {
  if (both !== null)
    return new Map([
      ['forward_layer', cell(weights)],
      ['backward_layer', cell(both.backward)],
    ]);
  return kind === 'LSTM' || kind === 'GRU' ? cell(weights) : group('vars', indexed(weights));
};

/** Nodes as Keras orders a model's layers: those farthest from the output first. */
const byDepth = (last: Node): readonly Node[] => {
  const nodes = nodesOf(last);
  const depth = new Map<Node, number>([[last, 0]]);
  for (const each of nodes.toReversed()) {
    const own = depth.get(each) as number;
    for (const input of each.inputs) depth.set(input, Math.max(depth.get(input) ?? 0, own + 1));
  }
  return nodes.toSorted((a, b) => (depth.get(b) as number) - (depth.get(a) as number));
};

/** Weights by the layer's class and its number among those of that class, as Keras addresses them. */
const weightsOf = (nodes: readonly Node[]): Group => {
  const counts = new Map<string, number>();
  const layers = new Map<string, Group>();
  for (const each of nodes.filter(({ weights }) => weights.length > 0)) {
    const kind = each.kind.toLowerCase(); // none of these names has more than one word
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    layers.set(count === 0 ? kind : `${kind}_${count}`, varsOf(each));
  }
  return group('layers', layers);
};

const asBytes = (value: Json): Buffer => Buffer.from(JSON.stringify(value, null, 1));

/** The network as a `.keras` file (Keras 3): a zip of its configuration and its weights in HDF5. */
export const kerasModel = (last: Node): Uint8Array => {
  const nodes = byDepth(last);
  const config = {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: 'text_classifier',
      trainable: true,
      layers: nodes.map(layerOf),
      input_layers: [['ids', 0, 0]],
      output_layers: [[last.name, 0, 0]],
    },
    registered_name: 'Functional',
    build_config: { input_shape: null },
  };
  return writeZip(
    new Map([
      ['metadata.json', asBytes({ keras_version: kerasVersion, date_saved: '1980-01-01@00:00:00' })],
      ['config.json', asBytes(config)],
      ['model.weights.h5', writeHdf5(weightsOf(nodes))],
    ]),
  );
};
