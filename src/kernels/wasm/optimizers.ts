import type { Exports } from './engine.js';

/** The loop of an optimizer that has a twin here: see src/nn/optimizers. */
interface Loops {
  step(
    w: Float64Array,
    g: Float64Array,
    slots: readonly Float64Array[],
    n: number,
    coefficients: Float64Array,
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
  readonly beta1: number;
  readonly beta2: number;
  readonly amsgrad: boolean;
  readonly eta_minus: number;
  readonly eta_plus: number;
  readonly step_size_min: number;
  readonly step_size_max: number;
}

type Function = Exports[string];

/** A loop over vectors, then how many numbers, the coefficients, and some of the options. */
const loop = (
  fn: Function,
  numbers: (options: Options) => readonly number[],
  vectors: (slots: readonly Float64Array[], options: Options) => readonly (Float64Array | null)[] = (slots) =>
    slots,
): Loops => ({
  step: (w, g, slots, n, coefficients, options) =>
    fn(
      ...[w, g, ...vectors(slots, options)].map((vector) => vector?.byteOffset ?? 0),
      n,
      coefficients.byteOffset,
      ...numbers(options),
    ),
});

/** One loop or another, as the options say. */
const either = (is: (options: Options) => boolean, yes: Loops, no: Loops): Loops => ({
  step: (w, g, slots, n, coefficients, options) =>
    (is(options) ? yes : no).step(w, g, slots, n, coefficients, options),
});

export const optimizerTwins = (wasm: Exports): Readonly<Record<string, Loops>> => ({
  sgd: either(
    ({ momentum }) => momentum > 0,
    loop(wasm.sgdMomentum, ({ weight_decay: decay, momentum, nesterov }) => [
      decay,
      momentum,
      nesterov ? 1 : 0,
    ]),
    loop(wasm.sgd, ({ weight_decay: decay }) => [decay]),
  ),

  rmsprop: loop(
    wasm.rmsprop,
    ({ weight_decay: decay, rho, epsilon, momentum, centered }) => [
      decay,
      rho,
      epsilon,
      momentum,
      centered ? 1 : 0,
    ],
    // square, velocity, mean
    (slots, { momentum, centered }) => [
      slots[0],
      momentum > 0 ? slots[1] : null,
      centered ? slots[slots.length - 1] : null,
    ],
  ),

  adagrad: loop(wasm.adagrad, ({ weight_decay: decay, epsilon }) => [decay, epsilon]),
  adadelta: loop(wasm.adadelta, ({ weight_decay: decay, rho, epsilon }) => [decay, rho, epsilon]),
  adam: adam(wasm, ({ weight_decay: decay }) => decay),
  adamw: adam(wasm, () => 0),
  adamax: loop(wasm.adamax, withBetas),
  nadam: loop(wasm.nadam, withBetas, ([m, v]) => [m, v]),

  rprop: loop(
    wasm.rprop,
    ({ eta_minus: shrink, eta_plus: grow, step_size_min: least, step_size_max: most }) => [
      shrink,
      grow,
      least,
      most,
    ],
  ),
});

const withBetas = ({ weight_decay: decay, beta1, beta2, epsilon }: Options) => [decay, beta1, beta2, epsilon];

/** `decayOf`: the weight decay that goes into the gradient. */
function adam(wasm: Exports, decayOf: (options: Options) => number): Loops {
  const numbers = (options: Options) => [decayOf(options), options.beta1, options.beta2];
  return either(({ amsgrad }) => amsgrad, loop(wasm.amsgrad, numbers), loop(wasm.adam, numbers));
}
