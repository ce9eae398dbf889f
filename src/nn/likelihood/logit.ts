import { exp, log1p } from '../../math/index.js';

/** −log p of t, 1 or 0, with p = sigmoid(a) of 1: max(a, 0) − a t + log(1 + e^−|a|). */
export const minusLogBernoulli = (a: number, t: number): number =>
  Math.max(a, 0) - a * t + log1p(exp(-Math.abs(a)));

/** 1 / (1 + e^−a) */
export function sigmoidOf(a: number): number {
  const e = exp(-Math.abs(a));
  return (a >= 0 ? 1 : e) / (1 + e);
}
