import { erfc } from './erfc';
import { exp, expm1, expm1UpTo56 } from './exp';
import { sigmoid as logistic, softplus as logOnePlusExp, tanh as hyperbolicTangent } from './sigmoid';
import { abs, add, all, atLeast, atMost, div, greater, mul, neg, put, select, sub, take } from './vector';

// The loops of src/nn/activations, two elements at once: the same operations in the same order. n is the number of
// elements; an odd last one is loaded by itself, so that nothing beyond is read. Where a function is needed on one side
// only, the other side's argument is brought to a bound.

// the constants of selu.ts, gelu.ts and mish.ts
const LAMBDA: f64 = 1.0507009873554805;
const LAMBDA_ALPHA: f64 = 1.7580993408473768;
const ROOT_HALF: f64 = 0.7071067811865476;
const INVERSE_ROOT_2PI: f64 = 0.3989422804014327;
const ROOT_8_OVER_PI: f64 = 1.5957691216057308;
const CUBIC: f64 = 0.044715;
const LINEAR: f64 = 40;

export function sigmoid(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, logistic(take(n, x)));
}

export function sigmoidBackward(y: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, y += 16, dy += 16, dx += 16) put(n, dx, sigmoidSlope(take(n, y), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function sigmoidSlope(y: v128, dy: v128): v128 {
  return mul(mul(y, sub(all(1), y)), dy);
}

export function tanh(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, hyperbolicTangent(take(n, x)));
}

export function tanhBackward(y: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, y += 16, dy += 16, dx += 16) put(n, dx, tanhSlope(take(n, y), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function tanhSlope(y: v128, dy: v128): v128 {
  return mul(mul(sub(all(1), y), add(all(1), y)), dy);
}

export function relu(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, reluOf(take(n, x)));
}
// @ts-ignore: decorator
@inline
function reluOf(x: v128): v128 {
  // + 0 makes 0 of −0, as Math.max(−0, 0) does
  return add(atLeast(x, all(0)), all(0));
}

export function reluBackward(y: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, y += 16, dy += 16, dx += 16) put(n, dx, reluSlope(take(n, y), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function reluSlope(y: v128, dy: v128): v128 {
  return v128.andnot(dy, f64x2.le(y, all(0)));
}

export function leakyRelu(x: usize, y: usize, n: i32, alpha: f64): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, leakyReluOf(take(n, x), alpha));
}
// @ts-ignore: decorator
@inline
function leakyReluOf(x: v128, alpha: f64): v128 {
  return select(greater(x, all(0)), x, mul(all(alpha), x));
}

export function leakyReluBackward(y: usize, dy: usize, dx: usize, n: i32, alpha: f64): void {
  for (; n > 0; n -= 2, y += 16, dy += 16, dx += 16) {
    put(n, dx, leakyReluSlope(take(n, y), take(n, dy), alpha));
  }
}
// @ts-ignore: decorator
@inline
function leakyReluSlope(y: v128, dy: v128, alpha: f64): v128 {
  return select(greater(y, all(0)), dy, mul(all(alpha), dy));
}

export function elu(x: usize, y: usize, n: i32, alpha: f64): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, eluOf(take(n, x), alpha));
}
// @ts-ignore: decorator
@inline
function eluOf(x: v128, alpha: f64): v128 {
  return select(greater(x, all(0)), x, mul(all(alpha), expm1UpTo56(atMost(x, all(0)))));
}

export function eluBackward(x: usize, dy: usize, dx: usize, n: i32, alpha: f64): void {
  for (; n > 0; n -= 2, x += 16, dy += 16, dx += 16) put(n, dx, eluSlope(take(n, x), take(n, dy), alpha));
}
// @ts-ignore: decorator
@inline
function eluSlope(x: v128, dy: v128, alpha: f64): v128 {
  return select(greater(x, all(0)), dy, mul(mul(all(alpha), exp(atMost(x, all(0)))), dy));
}

export function selu(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, seluOf(take(n, x)));
}
// @ts-ignore: decorator
@inline
function seluOf(x: v128): v128 {
  const negative = mul(all(LAMBDA_ALPHA), expm1UpTo56(atMost(x, all(0))));
  return select(greater(x, all(0)), mul(all(LAMBDA), x), negative);
}

export function seluBackward(x: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, dy += 16, dx += 16) put(n, dx, seluSlope(take(n, x), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function seluSlope(x: v128, dy: v128): v128 {
  const negative = mul(mul(all(LAMBDA_ALPHA), exp(atMost(x, all(0)))), dy);
  return select(greater(x, all(0)), mul(all(LAMBDA), dy), negative);
}

export function swish(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, swishOf(take(n, x)));
}
// @ts-ignore: decorator
@inline
function swishOf(x: v128): v128 {
  return mul(x, logistic(x));
}

export function swishBackward(x: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, dy += 16, dx += 16) put(n, dx, swishSlope(take(n, x), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function swishSlope(x: v128, dy: v128): v128 {
  const one = all(1);
  const s = logistic(x);
  return mul(mul(s, add(one, mul(x, sub(one, s)))), dy);
}

export function gelu(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, geluOf(take(n, x)));
}
// @ts-ignore: decorator
@inline
function geluOf(x: v128): v128 {
  return mul(x, mul(all(0.5), erfc(mul(all(-ROOT_HALF), x))));
}

export function geluBackward(x: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, dy += 16, dx += 16) put(n, dx, geluSlope(take(n, x), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function geluSlope(x: v128, dy: v128): v128 {
  const density = mul(all(INVERSE_ROOT_2PI), exp(mul(mul(all(-0.5), x), x)));
  return mul(add(mul(all(0.5), erfc(mul(all(-ROOT_HALF), x))), mul(x, density)), dy);
}

export function geluTanh(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, geluTanhOf(take(n, x)));
}
// @ts-ignore: decorator
@inline
function geluTanhOf(x: v128): v128 {
  const cube = mul(mul(mul(all(CUBIC), x), x), x);
  return mul(x, logistic(mul(all(ROOT_8_OVER_PI), add(x, cube))));
}

export function geluTanhBackward(x: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, dy += 16, dx += 16) put(n, dx, geluTanhSlope(take(n, x), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function geluTanhSlope(x: v128, dy: v128): v128 {
  const one = all(1);
  const square = mul(x, x);
  const s = logistic(mul(all(ROOT_8_OVER_PI), add(x, mul(mul(all(CUBIC), square), x))));
  const slope = mul(all(ROOT_8_OVER_PI), add(one, mul(all(3 * CUBIC), square)));
  return mul(mul(s, add(one, mul(mul(x, sub(one, s)), slope))), dy);
}

export function softplus(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, logOnePlusExp(take(n, x)));
}

export function softplusBackward(y: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, y += 16, dy += 16, dx += 16) put(n, dx, softplusSlope(take(n, y), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function softplusSlope(y: v128, dy: v128): v128 {
  return mul(neg(expm1(neg(y))), dy);
}

export function softsign(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, softsignOf(take(n, x)));
}
// @ts-ignore: decorator
@inline
function softsignOf(x: v128): v128 {
  return div(x, add(all(1), abs(x)));
}

export function softsignBackward(x: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, dy += 16, dx += 16) put(n, dx, softsignSlope(take(n, x), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function softsignSlope(x: v128, dy: v128): v128 {
  const d = add(all(1), abs(x));
  return div(dy, mul(d, d));
}

export function mish(x: usize, y: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, mishOf(take(n, x)));
}
// @ts-ignore: decorator
@inline
function mishOf(x: v128): v128 {
  const m = exp(atMost(x, all(LINEAR)));
  const w = mul(m, add(m, all(2)));
  return select(greater(x, all(LINEAR)), x, div(mul(x, w), add(w, all(2))));
}

export function mishBackward(x: usize, dy: usize, dx: usize, n: i32): void {
  for (; n > 0; n -= 2, x += 16, dy += 16, dx += 16) put(n, dx, mishSlope(take(n, x), take(n, dy)));
}
// @ts-ignore: decorator
@inline
function mishSlope(x: v128, dy: v128): v128 {
  const m = exp(atMost(x, all(LINEAR)));
  const w = mul(m, add(m, all(2)));
  const divisor = add(w, all(2));
  const product = mul(mul(mul(all(4), x), m), add(all(1), m));
  const slope = div(add(w, div(product, divisor)), divisor);
  return select(greater(x, all(LINEAR)), dy, mul(slope, dy));
}

/** The maximum taken off each row, then exp of all rows as one, then each row divided by its sum, added in column order. */
export function softmax(x: usize, y: usize, rows: i32, columns: i32): void {
  const row: usize = columns << 3;
  for (let i = 0; i < rows; i++) {
    const from = x + (i as usize) * row;
    const end = from + row;
    let most = f64.load(from);
    for (let k = from + 8; k < end; k += 8) {
      const v = f64.load(k);
      if (v > most) most = v;
    }
    let to = y + (i as usize) * row;
    let n = columns;
    let k = from;
    for (; n > 1; n -= 2, k += 16, to += 16) v128.store(to, sub(v128.load(k), all(most)));
    if (n) f64.store(to, f64.load(k) - most);
  }
  let n = rows * columns;
  let at = y;
  for (; n > 0; n -= 2, at += 16) put(n, at, exp(take(n, at)));
  for (let i = 0; i < rows; i++) {
    const from = y + (i as usize) * row;
    let sum: f64 = 0;
    for (let k = from; k < from + row; k += 8) sum += f64.load(k);
    let n = columns;
    let k = from;
    for (; n > 1; n -= 2, k += 16) v128.store(k, div(v128.load(k), all(sum)));
    if (n) f64.store(k, f64.load(k) / sum);
  }
}

export function softmaxBackward(y: usize, dy: usize, dx: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--) {
    let dot: f64 = 0;
    for (let k: usize = 0; k < ((columns as usize) << 3); k += 8) dot += f64.load(dy + k) * f64.load(y + k);
    let n = columns;
    for (; n > 1; n -= 2, y += 16, dy += 16, dx += 16) {
      v128.store(dx, mul(v128.load(y), sub(v128.load(dy), all(dot))));
    }
    if (n) {
      f64.store(dx, f64.load(y) * (f64.load(dy) - dot));
      y += 8;
      dy += 8;
      dx += 8;
    }
  }
}
