// Two float64 at once, under short names: every function here is one instruction, or a few.

@inline export function all(value: f64): v128 { return f64x2.splat(value); }
@inline export function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
@inline export function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
@inline export function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
@inline export function div(a: v128, b: v128): v128 { return f64x2.div(a, b); }
@inline export function abs(a: v128): v128 { return f64x2.abs(a); }
@inline export function neg(a: v128): v128 { return f64x2.neg(a); }
@inline export function sqrt(a: v128): v128 { return f64x2.sqrt(a); }

/** Math.max: NaN where one is, and 0 for 0 and −0. */
@inline export function max(a: v128, b: v128): v128 { return f64x2.max(a, b); }

/** Math.min */
@inline export function min(a: v128, b: v128): v128 { return f64x2.min(a, b); }

/** b < a ? b : a, so that a NaN in a stays: brings a under a bound. */
@inline export function atMost(a: v128, b: v128): v128 { return f64x2.pmin(a, b); }

/** a < b ? b : a */
@inline export function atLeast(a: v128, b: v128): v128 { return f64x2.pmax(a, b); }

/** mask ? a : b */
@inline export function select(mask: v128, a: v128, b: v128): v128 { return v128.bitselect(a, b, mask); }
@inline export function less(a: v128, b: v128): v128 { return f64x2.lt(a, b); }
@inline export function greater(a: v128, b: v128): v128 { return f64x2.gt(a, b); }
@inline export function equal(a: v128, b: v128): v128 { return f64x2.eq(a, b); }
@inline export function any(mask: v128): bool { return v128.any_true(mask); }

/** Math.sign: ±1, and ±0 and NaN as they are. */
@inline export function sign(a: v128): v128 {
  const one = v128.or(all(1), v128.and(a, all(-0.0)));
  return select(v128.or(less(a, all(0)), greater(a, all(0))), one, a);
}

/** The next two numbers at `at`; where only n = 1 is left, that one and 0. */
@inline export function take(n: i32, at: usize): v128 { return n > 1 ? v128.load(at) : v128.load64_zero(at); }

/** Stores as many as `take` has taken. */
@inline export function put(n: i32, at: usize, values: v128): void {
  if (n > 1) v128.store(at, values);
  else v128.store64_lane(at, values, 0);
}

/** A number of each of two rows, `next` bytes apart. */
@inline export function takeColumn(at: usize, next: usize): v128 {
  return v128.load64_lane(at + next, v128.load64_zero(at), 1);
}

/** Stores a number of each of two rows, `next` bytes apart. */
@inline export function putColumn(at: usize, next: usize, values: v128): void {
  v128.store64_lane(at, values, 0);
  v128.store64_lane(at + next, values, 1);
}

/** k, of the bits k · 2^52. */
@inline export function exponentOf(bits: v128): v128 {
  const k = i32x4.shr_s(bits, 20);
  return f64x2.convert_low_i32x4_s(v128.shuffle<i32>(k, k, 1, 3, 1, 3));
}
