import { COEFFICIENTS, type Optimizer } from '../../src/nn/optimizers/index.js';

/** Step t of an optimizer: its coefficients, which lie in `coefficients` (memory of the backend whose twin it is), then its loop. */
export function takeStep(
  rule: Pick<Optimizer, 'coefficients' | 'step'>,
  w: Float64Array,
  g: Float64Array,
  slots: readonly Float64Array[],
  n: number,
  t: number,
  learningRate: number,
  options: object,
  coefficients: Float64Array = new Float64Array(COEFFICIENTS),
): void {
  rule.coefficients(t, learningRate, slots, options, coefficients);
  rule.step(w, g, slots, n, coefficients, options);
}
