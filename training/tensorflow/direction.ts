import type { DirectionSite, MakeDirection } from '../network/direction.ts';
import type { Layer } from '../network/layer.ts';
import type { Batch } from '../network/packing.ts';
import { createInputs } from './inputs.ts';
import { createBuffer, eachPositionOf } from './padding.ts';
import { addToPanels, readPanels } from './panels.ts';
import type { Sequence, SequenceShape, SequenceWeights } from './sequence.ts';

/** A direction's weights as the library's operations take them, and their gradients back. */
const createWeights = ({ machine, plan, own }: DirectionSite, inputs: number) => {
  const { kernel, recurrent, bias, recurrentBias } = own;
  const columns = plan.gates * plan.width;
  const matrices = new Float32Array((inputs + plan.width) * columns);
  const biases = new Float32Array(columns * (recurrentBias === null ? 1 : 2));
  const parts = ({ matrices: all, bias: both }: SequenceWeights) =>
    [
      [kernel, all.subarray(0, inputs * columns)],
      [recurrent, all.subarray(inputs * columns)],
      [bias, both.subarray(0, columns)],
      ...(recurrentBias === null ? [] : ([[recurrentBias, both.subarray(columns)]] as const)),
    ] as const;
  const held = { matrices, bias: biases };
  return {
    read: (): SequenceWeights => {
      for (const [matrix, to] of parts(held)) readPanels(machine, plan.values, matrix, to);
      return held;
    },
    addGradients: (gradients: SequenceWeights): void => {
      for (const [matrix, from] of parts(gradients)) addToPanels(machine, plan.gradients, matrix, from);
    },
  };
};

/** States and their gradients, between the machine's packed rows and [steps, texts, units]. */
const createStates = ({ machine, plan, own }: DirectionSite) => {
  const { floats } = machine;
  const { width } = plan;
  const eachPosition = eachPositionOf(machine, plan);
  const buffer = createBuffer();
  return {
    write: (batch: Batch, h: Float32Array): void =>
      eachPosition(batch, (packed, padded) =>
        floats.set(h.subarray(padded * width, (padded + 1) * width), own.h / 4 + packed * width),
      ),
    gradients: (batch: Batch): Float32Array => {
      const dh = buffer(batch.steps * batch.texts * width);
      dh.fill(0);
      eachPosition(batch, (packed, padded) => {
        const from = own.dh / 4 + packed * width;
        dh.set(floats.subarray(from, from + width), padded * width);
      });
      return dh;
    },
  };
};

const createDirection = (site: DirectionSite, sequence: Sequence): Layer => {
  const { plan, own } = site;
  const inputs = own.kernel.panelRows;
  const x = createInputs(site, inputs);
  const weights = createWeights(site, inputs);
  const states = createStates(site);
  const shapeOf = ({ steps, texts }: Batch): SequenceShape => ({
    steps,
    texts,
    inputs,
    units: plan.width,
    gates: plan.gates,
  });
  return {
    forward: (batch, step) => {
      states.write(batch, sequence.forward(shapeOf(batch), weights.read(), x.gather(batch, step), step > 0));
    },
    backward: (batch) => {
      const gradients = sequence.backward(states.gradients(batch), x.areLearnt);
      weights.addGradients(gradients);
      if (gradients.x !== null) x.scatter(batch, gradients.x);
    },
  };
};

/** The directions of one run. */
export type LibraryDirections = {
  /** @throws {RangeError} of a network with recurrentDropout, for which the library has no operation */
  readonly create: MakeDirection;
  /** Frees what an error has left in the library. */
  readonly free: () => void;
};

/** Runs the recurrent layers of a run in operations of the library; all else stays in the machine. */
export const createLibraryDirections = (createSequence: () => Sequence): LibraryDirections => {
  const sequences: Sequence[] = [];
  return {
    create: (site) => {
      if (site.drawStates !== null) throw new RangeError('model.recurrentDropout: the tensorflow engine has none');
      const sequence = createSequence();
      sequences.push(sequence);
      return [createDirection(site, sequence)];
    },
    free: () => sequences.forEach((sequence) => sequence.free()),
  };
};
