import { type Random, uniform } from '../../random.js';
import type { NumberColumns } from './generator.js';

/** π rounded to a double: a constant, not a computation. */
export const pi = Math.PI;

/** Uniform on [low, high). */
export const between = (rng: Random, low: number, high: number): number => low + (high - low) * uniform(rng);

/** Points in the plane with their target: columns x1, x2 and `target`. `pointAt` gives point i as [x1, x2, target]. */
export function points(
  target: 'label' | 'y',
  rows: number,
  pointAt: (i: number) => readonly [x1: number, x2: number, target: number],
): NumberColumns {
  const [x1, x2, t] = [0, 1, 2].map(() => new Float64Array(rows));
  for (let i = 0; i < rows; i++) [x1[i], x2[i], t[i]] = pointAt(i);
  return { x1, x2, [target]: t };
}
