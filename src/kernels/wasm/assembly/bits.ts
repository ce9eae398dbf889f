// src/math/bits.ts and powers.ts, two numbers at once: what is a table of powers of two there is done in the bits of
// the exponent, just as exactly.

import { add, all, exponentOf, less, mul, select } from './vector';

/** 1.5 · 2^52: the low bits of k + ROUND are the integer k. */
const ROUND: f64 = 6755399441055744;

/** An integer k, moved to where the exponent is. */
@inline function exponentBits(k: v128): v128 { return i64x2.shl(add(k, all(ROUND)), 52); }

@inline export function powerOfTwo(k: v128): v128 { return i64x2.add(all(1), exponentBits(k)); }

@inline export function inversePowerOfTwo(k: v128): v128 { return i64x2.sub(all(1), exponentBits(k)); }

/** 2^100 and 2^−100. */
const LARGE: f64 = 1.2676506002282294e30;
const SMALL: f64 = 7.888609052210118e-31;

/**
 * First exactly by 2^(k ± 100), far from both ends of float64, then by 2^∓100, which rounds a subnormal result as
 * src/math does.
 */
@inline export function timesPowerOfTwo(v: v128, k: v128): v128 {
  const down = less(k, all(0));
  const power = i64x2.add(exponentBits(k), select(down, all(LARGE), all(SMALL)));
  return mul(mul(v, power), select(down, all(SMALL), all(LARGE)));
}

/** The bits of √½ in their upper half: taking them off leaves the exponent around one in the upper 12 bits. */
const ROOT_HALF: i64 = 0x3fe6a09e00000000;
const UPPER_12: i64 = 0xfff0000000000000;

/** k · 2^52, where x / 2^k is in [√½, √2), for a normal x > 0: what is to be taken from the bits of x. */
@inline function bitsAroundOne(x: v128): v128 {
  return v128.and(i64x2.sub(x, i64x2.splat(ROOT_HALF)), i64x2.splat(UPPER_12));
}

@inline export function exponentAroundOne(x: v128): v128 { return exponentOf(bitsAroundOne(x)); }

@inline export function withoutExponent(x: v128, _k: v128): v128 { return i64x2.sub(x, bitsAroundOne(x)); }

/** The magnitude, which is not negative, with the sign of x. */
@inline export function withSign(magnitude: v128, x: v128): v128 { return v128.or(magnitude, v128.and(x, all(-0.0))); }
