import type { Json } from '../../core/canonical.ts';
import { type Node, nodesOf } from './graph.ts';
import type { Tensor } from './safetensors.ts';

const layerOf = ({ name, kind, config, inputs, both }: Node): Json => {
  const inner =
    both === null ? {} : { layer: { class_name: both.kind, config: { name: `${name}_direction`, ...both.config } } };
  const own = kind === 'InputLayer' ? { batch_input_shape: [null, null], dtype: 'int32' } : config;
  return {
    name,
    class_name: kind,
    config: { name, ...own, ...inner },
    inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input.name, 0, 0, {}])],
  };
};

const weightsOf = ({ name, weights, both }: Node): readonly (readonly [string, Tensor])[] => {
  if (both === null) return weights.map((weight) => [`${name}/${weight.name}`, weight.tensor]);
  const named = (direction: string, list: Node['weights']) =>
    list.map((weight) => [`${name}/${direction}_${name}_direction/${weight.name}`, weight.tensor] as const);
  return [...named('forward', weights), ...named('backward', both.backward)];
};

export const weightsFile = 'weights.bin';

/** The network as a tfjs LayersModel: its model.json, and the file of weights that it names. */
export const tfjsModel = (last: Node, program: string): { readonly model: string; readonly weights: Uint8Array } => {
  const nodes = nodesOf(last);
  const weights = nodes.flatMap(weightsOf);
  const manifest = weights.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  const model = {
    format: 'layers-model',
    generatedBy: `sweep ${program}`,
    convertedBy: null,
    modelTopology: {
      class_name: 'Model',
      config: {
        name: 'text_classifier',
        layers: nodes.map(layerOf),
        input_layers: [['ids', 0, 0]],
        output_layers: [[last.name, 0, 0]],
      },
      keras_version: '2.15.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [{ paths: [weightsFile], weights: manifest }],
  };
  const bytes = weights.map(([, { values }]) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return { model: `${JSON.stringify(model, null, 1)}\n`, weights: Buffer.concat(bytes) };
};
