/** A layer that reads one way, with its parameters as cuDNN has them. */
export type Layer = {
  readonly steps: number;
  readonly texts: number;
  readonly inputs: number;
  readonly units: number;
  readonly x: Float32Array; // [steps, texts, inputs]
  readonly parameters: Float32Array;
};

type Gradients = { readonly dx: Float32Array; readonly dParameters: Float32Array };

export type Order = {
  readonly gates: number;
  readonly forward: (layer: Layer) => Float32Array;
  readonly backward: (layer: Layer, dh: Float32Array) => Gradients;
};

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Where parameters stand: W of gate g [units, inputs], U of gate g [units, units], biases of inputs and of states. */
const placesOf = ({ inputs, units }: Layer, gates: number) => {
  const states = gates * units * inputs;
  const biases = states + gates * units * units;
  return {
    w: (gate: number, unit: number, input: number): number => (gate * units + unit) * inputs + input,
    u: (gate: number, unit: number, from: number): number => states + (gate * units + unit) * units + from,
    b: (gate: number, unit: number, ofState: boolean): number => biases + ((ofState ? gates : 0) + gate) * units + unit,
  };
};

/** The sums of a gate from its inputs and from the state before, for one text and step. */
const createSums = (layer: Layer, gates: number) => {
  const { inputs, units, texts, x, parameters: p } = layer;
  const { w, u, b } = placesOf(layer, gates);
  const at = (place: number): number => p[place] as number;
  return (step: number, text: number, before: (unit: number) => number, gate: number, unit: number) => {
    let ofInput = at(b(gate, unit, false));
    for (let input = 0; input < inputs; input++)
      ofInput += at(w(gate, unit, input)) * (x[(step * texts + text) * inputs + input] as number);
    let ofState = at(b(gate, unit, true));
    for (let from = 0; from < units; from++) ofState += at(u(gate, unit, from)) * before(from);
    return { ofInput, ofState };
  };
};

/** What one unit makes of its sums and of what it held: h, what it holds next, and the gradients of all of it. */
type Cell = {
  readonly gates: number;
  readonly step: (
    sums: readonly { readonly ofInput: number; readonly ofState: number }[],
    held: { readonly h: number; readonly c: number },
  ) => { readonly h: number; readonly c: number };
  readonly back: (
    sums: readonly { readonly ofInput: number; readonly ofState: number }[],
    held: { readonly h: number; readonly c: number },
    d: { readonly h: number; readonly c: number },
  ) => {
    readonly ofInput: readonly number[];
    readonly ofState: readonly number[];
    readonly h: number; // directly, not through the sums
    readonly c: number;
  };
};

/** Gates i f c o. */
const lstm: Cell = {
  gates: 4,
  step: (sums, held) => {
    const [i, f, g, o] = sums.map(({ ofInput, ofState }) => ofInput + ofState) as [number, number, number, number];
    const c = sigmoid(f) * held.c + sigmoid(i) * Math.tanh(g);
    return { h: sigmoid(o) * Math.tanh(c), c };
  },
  back: (sums, held, d) => {
    const [si, sf, sg, so] = sums.map(({ ofInput, ofState }) => ofInput + ofState) as [number, number, number, number];
    const [i, f, g, o] = [sigmoid(si), sigmoid(sf), Math.tanh(sg), sigmoid(so)];
    const c = f * held.c + i * g;
    const dc = d.c + d.h * o * (1 - Math.tanh(c) ** 2);
    const all = [
      dc * g * i * (1 - i),
      dc * held.c * f * (1 - f),
      dc * i * (1 - g * g),
      d.h * Math.tanh(c) * o * (1 - o),
    ];
    return { ofInput: all, ofState: all, h: 0, c: dc * f };
  },
};

/** Gates r z h, as cuDNN has them; the state is reset after its product. */
const gru: Cell = {
  gates: 3,
  step: ([r, z, n], held) => {
    const reset = sigmoid((r?.ofInput ?? 0) + (r?.ofState ?? 0));
    const update = sigmoid((z?.ofInput ?? 0) + (z?.ofState ?? 0));
    const made = Math.tanh((n?.ofInput ?? 0) + reset * (n?.ofState ?? 0));
    return { h: update * held.h + (1 - update) * made, c: 0 };
  },
  back: ([r, z, n], held, d) => {
    const reset = sigmoid((r?.ofInput ?? 0) + (r?.ofState ?? 0));
    const update = sigmoid((z?.ofInput ?? 0) + (z?.ofState ?? 0));
    const ofState = n?.ofState ?? 0;
    const made = Math.tanh((n?.ofInput ?? 0) + reset * ofState);
    const dn = d.h * (1 - update) * (1 - made * made);
    const dz = d.h * (held.h - made) * update * (1 - update);
    const dr = dn * ofState * reset * (1 - reset);
    return { ofInput: [dr, dz, dn], ofState: [dr, dz, dn * reset], h: d.h * update, c: 0 };
  },
};

const createOrder = ({ gates, step, back }: Cell): Order => {
  /** h and c after each step; index 0: before the first. */
  const runAll = (layer: Layer) => {
    const { steps, texts, units } = layer;
    const sumsOf = createSums(layer, gates);
    const h = new Float64Array((steps + 1) * texts * units);
    const c = new Float64Array(h.length);
    const at = (time: number, text: number, unit: number): number => (time * texts + text) * units + unit;
    const sums = (time: number, text: number, unit: number) =>
      Array.from({ length: gates }, (_, gate) =>
        sumsOf(time, text, (from) => h[at(time, text, from)] as number, gate, unit),
      );
    const held = (time: number, text: number, unit: number) => ({
      h: h[at(time, text, unit)] as number,
      c: c[at(time, text, unit)] as number,
    });
    for (let time = 0; time < steps; time++)
      for (let text = 0; text < texts; text++)
        for (let unit = 0; unit < units; unit++) {
          const next = step(sums(time, text, unit), held(time, text, unit));
          h[at(time + 1, text, unit)] = next.h;
          c[at(time + 1, text, unit)] = next.c;
        }
    return { h, at, sums, held };
  };
  return {
    gates,
    forward: (layer) => Float32Array.from(runAll(layer).h.subarray(layer.texts * layer.units)),
    backward: (layer, dh) => {
      const { steps, texts, units, inputs, x, parameters } = layer;
      const { h, at, sums, held } = runAll(layer);
      const { w, u, b } = placesOf(layer, gates);
      const dParameters = new Float64Array(parameters.length);
      const dx = new Float64Array(x.length);
      const add = (to: Float64Array, place: number, value: number): void => {
        to[place] = (to[place] as number) + value;
      };
      const dState = new Float64Array((steps + 1) * texts * units);
      const dCell = new Float64Array(dState.length);
      for (let time = steps - 1; time >= 0; time--)
        for (let text = 0; text < texts; text++)
          for (let unit = 0; unit < units; unit++) {
            const own = at(time + 1, text, unit);
            const d = { h: (dState[own] as number) + (dh[at(time, text, unit)] as number), c: dCell[own] as number };
            const found = back(sums(time, text, unit), held(time, text, unit), d);
            add(dState, at(time, text, unit), found.h);
            add(dCell, at(time, text, unit), found.c);
            for (let gate = 0; gate < gates; gate++) {
              const [ofInput, ofState] = [found.ofInput[gate] as number, found.ofState[gate] as number];
              add(dParameters, b(gate, unit, false), ofInput);
              add(dParameters, b(gate, unit, true), ofState);
              for (let input = 0; input < inputs; input++) {
                const place = (time * texts + text) * inputs + input;
                add(dParameters, w(gate, unit, input), ofInput * (x[place] as number));
                add(dx, place, ofInput * (parameters[w(gate, unit, input)] as number));
              }
              for (let from = 0; from < units; from++) {
                add(dParameters, u(gate, unit, from), ofState * (h[at(time, text, from)] as number));
                add(dState, at(time, text, from), ofState * (parameters[u(gate, unit, from)] as number));
              }
            }
          }
      return { dx: Float32Array.from(dx), dParameters: Float32Array.from(dParameters) };
    },
  };
};

export const createOrders = { lstm: createOrder(lstm), gru: createOrder(gru) } as const;
