import { HALF_PI, HALF_PI_LOW, PI, PI_LOW, TINY } from './constants.js';

// atan x = atan c + atan t,  t = (x − c) / (1 + c x),  for the nearest c of 0, ½, 1, 1½ and Infinity
// atan t = t + t R(t²),  |t| ≤ 7/16
// The reduction is that of FreeBSD's msun s_atan.c.

/** Polynomial (atan t − t) / t as a function of z = t² ≤ (7/16)²: interpolated in Chebyshev nodes, error 2^-59. */
function atanTail(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const low =
    -0.3333333333333333 + 0.19999999999997653 * z + z2 * (-0.14285714285214116 + 0.11111111068900907 * z);
  const middle =
    -0.09090907231503054 + 0.07692258891756097 * z + z2 * (-0.06665846497929608 + 0.05873171074705193 * z);
  const high =
    -0.05193475837042145 + 0.044035453207252204 * z + z2 * (-0.031208417059102097 + 0.012976855535673081 * z);
  return z * (low + z4 * (middle + z4 * high));
}

/** Sum (c + cLow) + atan t. */
function shifted(c: number, cLow: number, t: number): number {
  const sum = c + t;
  return sum + (c - sum + t + (cLow + t * atanTail(t * t)));
}

function atanOfPositive(x: number): number {
  if (x < 0.4375) return x + x * atanTail(x * x);
  if (x < 0.6875) return shifted(0.4636476090008061, 2.2698777452961687e-17, (2 * x - 1) / (2 + x));
  if (x < 1.1875) return shifted(0.5 * HALF_PI, 0.5 * HALF_PI_LOW, (x - 1) / (x + 1));
  if (x < 2.4375) return shifted(0.982793723247329, 1.3903311031230998e-17, (x - 1.5) / (1 + 1.5 * x));
  return shifted(HALF_PI, HALF_PI_LOW, -1 / x);
}

/** The angle in [−π/2, π/2] whose tangent is x. Measured error: below 0.65 ulp. */
export function atan(x: number): number {
  if (Math.abs(x) < TINY) return x;
  const value = atanOfPositive(Math.abs(x));
  return x < 0 ? -value : value;
}

/**
 * The angle in [−π, π] of the point (x, y); the signs of zeros count, as in ECMAScript. Measured error: below 1.4 ulp.
 */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const value = angleAbove(Math.abs(y), x);
  return y < 0 || Object.is(y, -0) ? -value : value;
}

/** Angle of the point (x, y) for y ≥ 0, as atan2. */
function angleAbove(y: number, x: number): number {
  const width = Math.abs(x);
  const ratio = y === 0 ? 0 : y === width ? 1 : y / width;
  if (ratio > 1e18) return HALF_PI;
  const angle = atan(ratio);
  return x < 0 || Object.is(x, -0) ? PI - (angle - PI_LOW) : angle;
}
