import { inversePowerOfTwo } from './powers.js';

// One float64 seen as two integers; which of them is the upper half depends on the machine's byte order.
const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
const UPPER = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** The upper 32 bits of x: sign, 11 bits of exponent, 20 bits of fraction. */
export function upperBits(x: number): number {
  float[0] = x;
  return words[UPPER];
}

/**
 * Exponent k for which x / 2^k is in [√½, √2), up to the last 32 bits of the fraction, for a normal x > 0. The constant
 * is the upper half of √½ = 0x3fe6a09e667f3bcd.
 */
export function exponentAroundOne(x: number): number {
  return (upperBits(x) - 0x3fe6a09e) >> 20;
}

/** Largest power of two that is not above x, for a normal x > 0; the least positive number for a subnormal one. */
export function leadingPowerOfTwo(x: number): number {
  float[0] = x;
  words[UPPER] &= 0x7ff00000;
  words[1 - UPPER] = 0;
  return float[0] || Number.MIN_VALUE;
}

/** Quotient x / 2^k, exact, for k = exponentAroundOne(x). */
export function withoutExponent(x: number, k: number): number {
  return x * inversePowerOfTwo(k);
}

/** A magnitude with the sign of x: of a function that is 0 at 0, where it is x itself, as it is where x is NaN. */
export function withSign(magnitude: number, x: number): number {
  return x < 0 ? -magnitude : x > 0 ? magnitude : x;
}
