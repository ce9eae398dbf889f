import { log } from '../../math/index.js';

// The logarithm that losses of probabilities use: log y, but never under −100, as in PyTorch's BCELoss, so that y = 0
// costs much and not everything. Its derivative is that of what is computed: 1/y, and 0 where the bound holds.

const LOWEST = -100;
const SMALLEST = 3.720075976020836e-44; // e⁻¹⁰⁰

/** max(log y, −100) */
export function clampedLog(y: number): number {
  return Math.max(log(y), LOWEST);
}

/** d/dy max(log y, −100) */
export function clampedLogSlope(y: number): number {
  return y < SMALLEST ? 0 : 1 / y;
}
