import { exp } from './exp.js';

/** The logistic function 1 / (1 + e^-x), from e = exp(−|x|), which cannot overflow: 1/(1 + e), or e/(1 + e) for x < 0. */
export function sigmoid(x: number): number {
  const e = exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}
