import { exp, log } from '../../math/index.js';
import type { NumberField } from './field.js';

/** log 2π */
const LOG_TWO_PI = 1.8378770664093453;

/** The variance of a normal distribution, floor + spread² eˢ: it cannot vanish where a value repeats. */
export const variance = (s: number, { floor, spread }: NumberField): number =>
  floor + spread * spread * exp(s);

/** −log N(t; mean, variance) */
export function minusLogNormal(mean: number, v: number, t: number): number {
  const e = t - mean;
  return 0.5 * (LOG_TWO_PI + log(v) + (e * e) / v);
}
