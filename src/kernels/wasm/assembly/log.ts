import { add, all, any, div, equal, greater, less, mul, select, sub } from './vector';

// src/math/log.ts and log1p.ts, two numbers at once: the same operations in the same order. What is a table of powers of
// two there is done in the bits of the exponent, just as exactly.

/** The bits of √½ in their upper half: taking them off leaves the exponent around one in the upper 12 bits. */
const ROOT_HALF: i64 = 0x3fe6a09e00000000;
const UPPER_12: i64 = 0xfff0000000000000;

/** k · 2^52, where x / 2^k is in [√½, √2), for a normal x > 0: what is to be taken from the bits of x. */
// @ts-ignore: decorator
@inline
function exponentBits(x: v128): v128 {
  return v128.and(i64x2.sub(x, i64x2.splat(ROOT_HALF)), i64x2.splat(UPPER_12));
}

/** k as float64, of exponentBits. */
// @ts-ignore: decorator
@inline
function exponentOf(bits: v128): v128 {
  const k = i32x4.shr_s(bits, 20);
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(k, k, 1, 3, 1, 3));
}

// @ts-ignore: decorator
@inline
function logTail(z: v128): v128 {
  const z2 = mul(z, z);
  const low = add(all(0.666666666666667), mul(all(0.39999999999899444), z));
  const middle = add(all(0.2857142862600327), mul(all(0.22222211130259878), z));
  const high = add(
    add(all(0.18182889455674947), mul(all(0.15331710618210773), z)),
    mul(z2, all(0.14616585424888623)),
  );
  return mul(z, add(low, mul(z2, add(middle, mul(z2, high)))));
}

/** k ln 2 + log(1 + f) + lost */
// @ts-ignore: decorator
@inline
function assemble(k: v128, f: v128, low: v128): v128 {
  const s = div(f, add(all(2), f));
  const half = mul(mul(all(0.5), f), f);
  const tail = add(mul(s, add(half, logTail(mul(s, s)))), low);
  return sub(mul(k, all(0.6931471804855391)), sub(sub(half, tail), f));
}

/** log x for normal x > 0 */
// @ts-ignore: decorator
@inline
function logOfNormal(x: v128, offset: v128): v128 {
  const bits = exponentBits(x);
  const k = add(offset, exponentOf(bits));
  const f = sub(i64x2.sub(x, bits), all(1));
  return assemble(k, f, mul(k, all(7.440617110012397e-11)));
}

/** The natural logarithm */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const normal = v128.and(f64x2.ge(x, all(2.2250738585072014e-308)), less(x, all(Infinity)));
  if (i64x2.all_true(normal)) return logOfNormal(x, all(0));
  return logOfAny(x);
}

// @ts-ignore: decorator
@inline
function logOfAny(x: v128): v128 {
  const subnormal = less(x, all(2.2250738585072014e-308));
  const value = logOfNormal(
    select(subnormal, mul(x, all(18014398509481984)), x),
    select(subnormal, all(-54), all(0)),
  );
  const positive = select(equal(x, all(Infinity)), x, value);
  return select(greater(x, all(0)), positive, select(equal(x, all(0)), all(-Infinity), all(NaN)));
}

/** log(1 + x) */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const value = log1pOfFinite(x);
  const special = v128.not(v128.and(greater(x, all(-1)), less(x, all(Infinity))));
  const zero = equal(x, all(0));
  if (any(v128.or(special, zero))) return log1pOfAny(x, value);
  return value;
}

// @ts-ignore: decorator
@inline
function log1pOfAny(x: v128, value: v128): v128 {
  const finite = select(equal(x, all(0)), x, select(equal(x, all(-1)), all(-Infinity), value));
  return select(f64x2.ge(x, all(-1)), select(equal(x, all(Infinity)), x, finite), all(NaN));
}

/** log(1 + x) for a finite x > −1, and 0 for −0. */
// @ts-ignore: decorator
@inline
function log1pOfFinite(x: v128): v128 {
  const one = all(1);
  const u = add(one, x);
  return log1pFrom(x, u, select(less(x, one), sub(x, sub(u, one)), sub(one, sub(u, x))));
}

/** log(1 + x) for x in [0, 1], or NaN */
// @ts-ignore: decorator
@inline
export function log1pUpTo1(x: v128): v128 {
  const u = add(all(1), x);
  // the other form of what is lost is for x = 1 as well, and 0 there like this one
  return log1pFrom(x, u, sub(x, sub(u, all(1))));
}

/** `lost` is what the rounding of u = 1 + x has taken. */
// @ts-ignore: decorator
@inline
function log1pFrom(x: v128, u: v128, lost: v128): v128 {
  const bits = exponentBits(u);
  const k = exponentOf(bits);
  const near = equal(k, all(0));
  const rest = select(near, all(0), div(lost, u));
  const f = select(near, x, sub(i64x2.sub(u, bits), all(1)));
  return assemble(k, f, add(mul(k, all(7.440617110012397e-11)), rest));
}
