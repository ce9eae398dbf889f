import { cosTail, sinTail } from './circular.js';
import { SPLIT } from './constants.js';
import { reduceAngle, remainder } from './reduce_angle.js';

/** The tangent of x radians, for every |x|: sine over cosine, each in two parts. */
export function tan(x: number): number {
  if (Math.abs(x) < 2 ** -27) return x;
  if (!Number.isFinite(x)) return Number.NaN;
  const quadrant = reduceAngle(x);
  const high = remainder[0];
  const sinRest = sinTail(high, remainder[1]);
  const sinHigh = high + sinRest;
  const sinLow = high - sinHigh + sinRest;
  const cosLeading = 1 - 0.5 * high * high;
  const cosRest = cosTail(high, remainder[1]);
  const cosHigh = cosLeading + cosRest;
  const cosLow = cosLeading - cosHigh + cosRest;
  return (quadrant & 1) === 0
    ? quotient(sinHigh, sinLow, cosHigh, cosLow)
    : -quotient(cosHigh, cosLow, sinHigh, sinLow);
}

/** (a + aLow) / (b + bLow), corrected by the remainder of a / b, the product q · b taken exactly (Dekker 1971). */
function quotient(a: number, aLow: number, b: number, bLow: number): number {
  const q = a / b;
  const splitQ = SPLIT * q;
  const highQ = splitQ - (splitQ - q);
  const lowQ = q - highQ;
  const splitB = SPLIT * b;
  const highB = splitB - (splitB - b);
  const lowB = b - highB;
  const left = a - highQ * highB - highQ * lowB - lowQ * highB - lowQ * lowB;
  return q + (left + (aLow - q * bLow)) / b;
}
