type Attribute = { readonly name: string; readonly type: number; readonly value: number | boolean };

/** What the addon exports, as far as one step of an LSTM needs it. */
export type Addon = {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT64: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  isUsingGpuDevice(): boolean;
  createTensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): number;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly { readonly id: number }[];
  tensorDataSync(id: number): Float32Array;
};

const [steps, texts, inputs, units] = [2, 1, 3, 4] as const;
const gates = 4 * units;

/**
 * One run of the fused LSTM and its gradient, compared with what it must give: all weights are 0 and the cell's bias is 1,
 * so that every step adds tanh(1)/2 to half of the cell.
 * @returns what is wrong, or null
 */
export const fusedStep = (addon: Addon): string | null => {
  const floats = (shape: readonly number[], values?: Float32Array): number =>
    addon.createTensor(
      shape,
      addon.TF_FLOAT,
      values ?? new Float32Array(shape.reduce((all, length) => all * length, 1)),
    );
  const bias = new Float32Array(gates).fill(1, 2 * units, 3 * units); // gates i f c o
  const common: readonly Attribute[] = [
    { name: 'use_peephole', type: addon.TF_ATTR_BOOL, value: false },
    { name: 'T', type: addon.TF_ATTR_TYPE, value: addon.TF_FLOAT },
  ];
  const forward = [
    addon.createTensor([], addon.TF_INT64, Int32Array.of(steps, 0)),
    floats([steps, texts, inputs]),
    floats([texts, units]),
    floats([texts, units]),
    floats([inputs + units, gates]),
    ...[1, 2, 3].map(() => floats([units])),
    floats([gates], bias),
  ];
  const unclipped = [{ name: 'cell_clip', type: addon.TF_ATTR_FLOAT, value: 0 }, ...common];
  const outputs = addon.executeOp('BlockLSTMV2', unclipped, forward, 7).map(({ id }) => id);
  const ends = [floats([steps, texts, units]), floats([steps, texts, units])];
  const back = addon.executeOp('BlockLSTMGradV2', common, [...forward, ...outputs, ...ends], 8);
  if (back.length !== 8) return `BlockLSTMGradV2 gave ${back.length} results instead of 8`;
  const h = addon.tensorDataSync(outputs[6] as number);
  const [first, second] = [0.5 * Math.tanh(1), 0.75 * Math.tanh(1)];
  const expected = [first, second].map((cell) => 0.5 * Math.tanh(cell));
  const far = [...h].find((value, at) => !(Math.abs(value - (expected[Math.floor(at / units)] as number)) < 1e-5));
  return far === undefined ? null : `BlockLSTMV2 gave ${far} instead of ${expected.join(' and ')}`;
};
