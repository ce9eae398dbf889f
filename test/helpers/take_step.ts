import { COEFFICIENTS } from '../../src/nn/optimizers/index.js';
import type { OptimizerLoops } from './loops.js';

/** Step t of an optimizer: its coefficients, in `coefficients` (memory of the loop's backend), then its loop. */
export function takeStep(
  rule: Pick<OptimizerLoops, 'coefficients' | 'step'>,
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
