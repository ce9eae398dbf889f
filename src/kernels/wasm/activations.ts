import type { Exports } from './engine.js';

/** The loops of an activation that have a twin here: see src/nn/activations. */
interface Loops {
  forward(x: Float64Array, y: Float64Array, rows: number, columns: number, options: Options): void;
  backward(
    x: Float64Array,
    y: Float64Array,
    dy: Float64Array,
    dx: Float64Array,
    rows: number,
    columns: number,
    options: Options,
  ): void;
}

interface Options {
  readonly alpha: number;
  readonly approximate: 'none' | 'tanh';
}

type Function = Exports[string];

/** The gradient from y and dy. */
const fromY = (forward: Function, backward: Function): Loops => ({
  forward: (x, y, rows, columns) => forward(x.byteOffset, y.byteOffset, rows * columns),
  backward: (_x, y, dy, dx, rows, columns) =>
    backward(y.byteOffset, dy.byteOffset, dx.byteOffset, rows * columns),
});

/** The gradient from x and dy. */
const fromX = (forward: Function, backward: Function): Loops => ({
  forward: (x, y, rows, columns) => forward(x.byteOffset, y.byteOffset, rows * columns),
  backward: (x, _y, dy, dx, rows, columns) =>
    backward(x.byteOffset, dy.byteOffset, dx.byteOffset, rows * columns),
});

export const activationTwins = (wasm: Exports): Readonly<Record<string, Loops>> => ({
  sigmoid: fromY(wasm.sigmoid, wasm.sigmoidBackward),
  tanh: fromY(wasm.tanh, wasm.tanhBackward),
  relu: fromY(wasm.relu, wasm.reluBackward),
  softplus: fromY(wasm.softplus, wasm.softplusBackward),
  swish: fromX(wasm.swish, wasm.swishBackward),
  softsign: fromX(wasm.softsign, wasm.softsignBackward),
  selu: fromX(wasm.selu, wasm.seluBackward),
  mish: fromX(wasm.mish, wasm.mishBackward),

  leaky_relu: {
    forward: (x, y, rows, columns, { alpha }) =>
      wasm.leakyRelu(x.byteOffset, y.byteOffset, rows * columns, alpha),
    backward: (_x, y, dy, dx, rows, columns, { alpha }) =>
      wasm.leakyReluBackward(y.byteOffset, dy.byteOffset, dx.byteOffset, rows * columns, alpha),
  },

  elu: {
    forward: (x, y, rows, columns, { alpha }) => wasm.elu(x.byteOffset, y.byteOffset, rows * columns, alpha),
    backward: (x, _y, dy, dx, rows, columns, { alpha }) =>
      wasm.eluBackward(x.byteOffset, dy.byteOffset, dx.byteOffset, rows * columns, alpha),
  },

  gelu: {
    forward(x, y, rows, columns, { approximate }) {
      const forward = approximate === 'tanh' ? wasm.geluTanh : wasm.gelu;
      forward(x.byteOffset, y.byteOffset, rows * columns);
    },
    backward(x, _y, dy, dx, rows, columns, { approximate }) {
      const backward = approximate === 'tanh' ? wasm.geluTanhBackward : wasm.geluBackward;
      backward(x.byteOffset, dy.byteOffset, dx.byteOffset, rows * columns);
    },
  },

  softmax: {
    forward: (x, y, rows, columns) => wasm.softmax(x.byteOffset, y.byteOffset, rows, columns),
    backward: (_x, y, dy, dx, rows, columns) =>
      wasm.softmaxBackward(y.byteOffset, dy.byteOffset, dx.byteOffset, rows, columns),
  },
});
