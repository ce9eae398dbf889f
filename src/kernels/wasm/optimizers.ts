import { pow } from '../../math/index.js';
import type { Exports } from './engine.js';

/** The loop of an optimizer that has a twin here: see src/nn/optimizers. */
interface Loops {
  step(
    w: Float64Array,
    g: Float64Array,
    slots: readonly Float64Array[],
    n: number,
    t: number,
    learningRate: number,
    options: Options,
  ): void;
}

interface Options {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weight_decay: number;
  readonly rho: number;
  readonly epsilon: number;
  readonly centered: boolean;
  readonly learning_rate_decay: number;
  readonly initial_accumulator_value: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly amsgrad: boolean;
  readonly momentum_decay: number;
  readonly eta_minus: number;
  readonly eta_plus: number;
  readonly step_size_min: number;
  readonly step_size_max: number;
}

/** μₜ of nadam.ts */
const momentumAt = (t: number, { beta1, momentum_decay: decay }: Options): number =>
  beta1 * (1 - 0.5 * pow(0.96, t * decay));

/** What is the same for all parameters in a step is computed here, as the loops themselves do it. */
export function optimizerTwins(wasm: Exports): Readonly<Record<string, Loops>> {
  /** w ← keep · w, then Adam's update with `decay` in the gradient. */
  const adam = (
    w: Float64Array,
    g: Float64Array,
    [m, v, vMax]: readonly Float64Array[],
    n: number,
    t: number,
    learningRate: number,
    { beta1, beta2, epsilon, amsgrad }: Options,
    keep: number,
    decay: number,
  ): void => {
    const size = learningRate / (1 - pow(beta1, t));
    const root = Math.sqrt(1 - pow(beta2, t));
    const [wAt, gAt, mAt, vAt] = [w.byteOffset, g.byteOffset, m.byteOffset, v.byteOffset];
    if (amsgrad)
      wasm.amsgrad(wAt, gAt, mAt, vAt, vMax.byteOffset, n, size, root, keep, decay, beta1, beta2, epsilon);
    else wasm.adam(wAt, gAt, mAt, vAt, n, size, root, keep, decay, beta1, beta2, epsilon);
  };

  return {
    sgd: {
      step(w, g, [velocity], n, _t, rate, { momentum, nesterov, weight_decay: decay }) {
        if (momentum > 0)
          wasm.sgdMomentum(
            w.byteOffset,
            g.byteOffset,
            velocity.byteOffset,
            n,
            rate,
            decay,
            momentum,
            nesterov ? 1 : 0,
          );
        else wasm.sgd(w.byteOffset, g.byteOffset, n, rate, decay);
      },
    },

    rmsprop: {
      step(w, g, slots, n, _t, rate, { rho, epsilon, momentum, centered, weight_decay: decay }) {
        const square = slots[0].byteOffset;
        const velocity = momentum > 0 ? slots[1].byteOffset : 0;
        const mean = slots[slots.length - 1].byteOffset;
        wasm.rmsprop(
          w.byteOffset,
          g.byteOffset,
          square,
          velocity,
          mean,
          n,
          rate,
          decay,
          rho,
          epsilon,
          momentum,
          centered ? 1 : 0,
        );
      },
    },

    adagrad: {
      step(w, g, [sum], n, t, learningRate, options) {
        if (t === 1) sum.fill(options.initial_accumulator_value);
        const rate = learningRate / (1 + (t - 1) * options.learning_rate_decay);
        wasm.adagrad(
          w.byteOffset,
          g.byteOffset,
          sum.byteOffset,
          n,
          rate,
          options.weight_decay,
          options.epsilon,
        );
      },
    },

    adadelta: {
      step(w, g, [square, change], n, _t, rate, { rho, epsilon, weight_decay: decay }) {
        wasm.adadelta(
          w.byteOffset,
          g.byteOffset,
          square.byteOffset,
          change.byteOffset,
          n,
          rate,
          decay,
          rho,
          epsilon,
        );
      },
    },

    adam: {
      step: (w, g, slots, n, t, rate, options) =>
        adam(w, g, slots, n, t, rate, options, 1, options.weight_decay),
    },

    adamw: {
      step: (w, g, slots, n, t, rate, options) =>
        adam(w, g, slots, n, t, rate, options, 1 - rate * options.weight_decay, 0),
    },

    adamax: {
      step(w, g, [m, u], n, t, learningRate, { beta1, beta2, epsilon, weight_decay: decay }) {
        const size = learningRate / (1 - pow(beta1, t));
        wasm.adamax(
          w.byteOffset,
          g.byteOffset,
          m.byteOffset,
          u.byteOffset,
          n,
          size,
          decay,
          beta1,
          beta2,
          epsilon,
        );
      },
    },

    nadam: {
      step(w, g, [m, v, product], n, t, learningRate, options) {
        const { beta1, beta2, epsilon, weight_decay: decay } = options;
        const mu = momentumAt(t, options);
        const muNext = momentumAt(t + 1, options);
        const muProduct = (t === 1 ? 1 : product[0]) * mu;
        product[0] = muProduct;
        wasm.nadam(
          w.byteOffset,
          g.byteOffset,
          m.byteOffset,
          v.byteOffset,
          n,
          (learningRate * (1 - mu)) / (1 - muProduct),
          (learningRate * muNext) / (1 - muProduct * mu * muNext),
          1 - pow(beta2, t),
          decay,
          beta1,
          beta2,
          epsilon,
        );
      },
    },

    rprop: {
      step(w, g, [previous, stepSize], n, t, learningRate, options) {
        if (t === 1) stepSize.fill(learningRate);
        const { eta_minus: shrink, eta_plus: grow, step_size_min: least, step_size_max: most } = options;
        wasm.rprop(
          w.byteOffset,
          g.byteOffset,
          previous.byteOffset,
          stepSize.byteOffset,
          n,
          shrink,
          grow,
          least,
          most,
        );
      },
    },
  };
}
