import type { Exports } from './engine.js';

/** The loops of a loss that have a twin here: see src/nn/losses. */
interface Loops {
  forward(
    y: Float64Array,
    t: Float64Array,
    losses: Float64Array,
    rows: number,
    columns: number,
    options: Options,
  ): void;
  backward(
    y: Float64Array,
    t: Float64Array,
    scale: Float64Array,
    dy: Float64Array,
    rows: number,
    columns: number,
    options: Options,
  ): void;
  readonly fused?: Readonly<Record<string, FusedLoops>>;
}

interface FusedLoops {
  forward(
    a: Float64Array,
    y: Float64Array,
    t: Float64Array,
    losses: Float64Array,
    rows: number,
    columns: number,
    options: Options,
  ): void;
  backward(
    a: Float64Array,
    y: Float64Array,
    t: Float64Array,
    scale: Float64Array,
    da: Float64Array,
    rows: number,
    columns: number,
    options: Options,
  ): void;
}

interface Options {
  readonly delta: number;
  readonly tau: number;
  readonly pos_weight: number;
  readonly label_smoothing: number;
  readonly log_input: boolean;
}

type Function = Exports[string];

const plain = (forward: Function, backward: Function): Loops => ({
  forward: (y, t, losses, rows, columns) =>
    forward(y.byteOffset, t.byteOffset, losses.byteOffset, rows, columns),
  backward: (y, t, scale, dy, rows, columns) =>
    backward(y.byteOffset, t.byteOffset, scale.byteOffset, dy.byteOffset, rows, columns),
});

/** With an option that is a number. */
const withOption = (
  option: 'delta' | 'tau' | 'pos_weight',
  forward: Function,
  backward: Function,
): Loops => ({
  forward: (y, t, losses, rows, columns, options) =>
    forward(y.byteOffset, t.byteOffset, losses.byteOffset, rows, columns, options[option]),
  backward: (y, t, scale, dy, rows, columns, options) =>
    backward(y.byteOffset, t.byteOffset, scale.byteOffset, dy.byteOffset, rows, columns, options[option]),
});

export const lossTwins = (wasm: Exports): Readonly<Record<string, Loops>> => ({
  mse: plain(wasm.mseLoss, wasm.mseLossBackward),
  mae: plain(wasm.maeLoss, wasm.maeLossBackward),
  log_cosh: plain(wasm.logCoshLoss, wasm.logCoshLossBackward),
  wasserstein: plain(wasm.wassersteinLoss, wasm.wassersteinLossBackward),
  huber: withOption('delta', wasm.huberLoss, wasm.huberLossBackward),
  pinball: withOption('tau', wasm.pinballLoss, wasm.pinballLossBackward),

  poisson_nll: {
    forward(y, t, losses, rows, columns, { log_input }) {
      const forward = log_input ? wasm.poissonLogLoss : wasm.poissonLoss;
      forward(y.byteOffset, t.byteOffset, losses.byteOffset, rows, columns);
    },
    backward(y, t, scale, dy, rows, columns, { log_input }) {
      const backward = log_input ? wasm.poissonLogLossBackward : wasm.poissonLossBackward;
      backward(y.byteOffset, t.byteOffset, scale.byteOffset, dy.byteOffset, rows, columns);
    },
  },

  binary_cross_entropy: {
    ...withOption('pos_weight', wasm.binaryLoss, wasm.binaryLossBackward),
    fused: {
      sigmoid: {
        forward: (a, _y, t, losses, rows, columns, { pos_weight }) =>
          wasm.binaryFusedLoss(a.byteOffset, t.byteOffset, losses.byteOffset, rows, columns, pos_weight),
        backward: (_a, y, t, scale, da, rows, columns, { pos_weight }) =>
          wasm.binaryFusedLossBackward(
            y.byteOffset,
            t.byteOffset,
            scale.byteOffset,
            da.byteOffset,
            rows,
            columns,
            pos_weight,
          ),
      },
    },
  },

  // t stands for share · t + spread
  cross_entropy: {
    forward: (y, t, losses, rows, columns, { label_smoothing: epsilon }) =>
      wasm.crossEntropyLoss(
        y.byteOffset,
        t.byteOffset,
        losses.byteOffset,
        rows,
        columns,
        1 - epsilon,
        epsilon / columns,
      ),
    backward: (y, t, scale, dy, rows, columns, { label_smoothing: epsilon }) =>
      wasm.crossEntropyLossBackward(
        y.byteOffset,
        t.byteOffset,
        scale.byteOffset,
        dy.byteOffset,
        rows,
        columns,
        1 - epsilon,
        epsilon / columns,
      ),
    fused: {
      softmax: {
        forward: (a, y, t, losses, rows, columns, { label_smoothing: epsilon }) =>
          wasm.crossEntropyFusedLoss(
            a.byteOffset,
            y.byteOffset,
            t.byteOffset,
            losses.byteOffset,
            rows,
            columns,
            1 - epsilon,
            epsilon / columns,
          ),
        backward: (_a, y, t, scale, da, rows, columns, { label_smoothing: epsilon }) =>
          wasm.crossEntropyFusedLossBackward(
            y.byteOffset,
            t.byteOffset,
            scale.byteOffset,
            da.byteOffset,
            rows,
            columns,
            1 - epsilon,
            epsilon / columns,
          ),
      },
    },
  },

  kl_divergence: {
    ...plain(wasm.klLoss, wasm.klLossBackward),
    fused: {
      softmax: {
        forward: (a, y, t, losses, rows, columns) =>
          wasm.klFusedLoss(a.byteOffset, y.byteOffset, t.byteOffset, losses.byteOffset, rows, columns),
        backward: (_a, y, t, scale, da, rows, columns) =>
          wasm.klFusedLossBackward(
            y.byteOffset,
            t.byteOffset,
            scale.byteOffset,
            da.byteOffset,
            rows,
            columns,
          ),
      },
    },
  },
});
