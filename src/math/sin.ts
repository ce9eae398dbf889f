import { cosTail, sinTail } from './circular.js';
import { TINY } from './constants.js';
import { reduceAngle, remainder } from './reduce_angle.js';

const QUARTER_PI = 0.7853981633974483;

/** The sine of x radians, for every |x|. Measured error: below 0.8 ulp. */
export function sin(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < TINY) return x;
  if (magnitude <= QUARTER_PI) return x + sinTail(x, 0);
  return Number.isFinite(x) ? sinOfQuadrant(x, 0) : Number.NaN;
}

/** The cosine of x radians, for every |x|. Measured error: below 0.8 ulp. */
export function cos(x: number): number {
  if (Math.abs(x) <= QUARTER_PI) return 1 - 0.5 * x * x + cosTail(x, 0);
  return Number.isFinite(x) ? sinOfQuadrant(x, 1) : Number.NaN;
}

/** Sine of x + shift · π/2, x reduced. */
function sinOfQuadrant(x: number, shift: number): number {
  const quadrant = reduceAngle(x) + shift;
  return sinOfParts(quadrant, remainder[0], remainder[1]);
}

/** The sine of quadrant · π/2 + high + low, |high| ≤ π/4 (and a little), low below half an ulp of high. */
export function sinOfParts(quadrant: number, high: number, low: number): number {
  const value = (quadrant & 1) === 0 ? high + sinTail(high, low) : 1 - 0.5 * high * high + cosTail(high, low);
  return (quadrant & 2) === 0 ? value : -value;
}
