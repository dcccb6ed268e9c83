/** A typed array's values as a tensor of the library, by its number. Whoever makes one deletes it. */
export type Handle = number;

type Attribute = { readonly name: string; readonly type: number; readonly value: boolean | number | string };

/** What the addon of tfjs-node exports, as far as it is used here. */
export type Binding = {
  readonly TF_FLOAT: number;
  readonly TF_INT64: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_Version: string;
  /** May share the memory of `values`, which must not change while the tensor lives. */
  createTensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): Handle;
  deleteTensor(id: Handle): void;
  tensorDataSync(id: Handle): Float32Array; // a copy
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Handle[],
    outputs: number,
  ): readonly { readonly id: Handle }[];
  getNumOfTensors(): number;
  isUsingGpuDevice(): boolean;
};

/** Tensors that live and are freed together. */
export type Tensors = {
  readonly floats: (shape: readonly number[], values: Float32Array) => Handle;
  readonly count: (value: number) => Handle; // an int64
  readonly run: (
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Handle[],
    outputs: number,
  ) => readonly Handle[];
  readonly read: (id: Handle) => Float32Array;
  /** Frees all of them; what comes later lives until the next time. */
  readonly free: () => void;
};

export const createTensors = (binding: Binding): Tensors => {
  let live: Handle[] = [];
  const kept = (id: Handle): Handle => {
    live.push(id);
    return id;
  };
  return {
    floats: (shape, values) => kept(binding.createTensor(shape, binding.TF_FLOAT, values)),
    count: (value) => kept(binding.createTensor([], binding.TF_INT64, Int32Array.of(value, 0))),
    run: (name, attributes, inputs, outputs) =>
      binding.executeOp(name, attributes, inputs, outputs).map(({ id }) => kept(id)),
    read: (id) => binding.tensorDataSync(id),
    free: () => {
      const ended = live;
      live = [];
      for (const id of ended) binding.deleteTensor(id);
    },
  };
};
