import { erfc } from './erfc';
import { exp, expm1UpTo56 } from './exp';
import { sigmoid as logistic, softplus as logOnePlusExp, tanh as hyperbolicTangent } from './sigmoid';
import { abs, add, all, atLeast, atMost, div, greater, mul, neg, put, select, sub, take } from './vector';

// The loops of src/nn/activations, two elements at once: the same operations in the same order. Where a function is needed
// on one side only, the other side's argument is brought to a bound.

// Which activation: a constant wherever it is used, so that a loop holds nothing of the others.
const SIGMOID: i32 = 0;
const TANH: i32 = 1;
const RELU: i32 = 2;
const LEAKY_RELU: i32 = 3;
const ELU: i32 = 4;
const SELU: i32 = 5;
const SWISH: i32 = 6;
const GELU: i32 = 7;
const GELU_TANH: i32 = 8;
const SOFTPLUS: i32 = 9;
const SOFTSIGN: i32 = 10;
const MISH: i32 = 11;

// the constants of selu.ts, gelu.ts and mish.ts
const LAMBDA: f64 = 1.0507009873554805;
const LAMBDA_ALPHA: f64 = 1.7580993408473768;
const ROOT_HALF: f64 = 0.7071067811865476;
const INVERSE_ROOT_2PI: f64 = 0.3989422804014327;
const ROOT_8_OVER_PI: f64 = 1.5957691216057308;
const CUBIC: f64 = 0.044715;
const LINEAR: f64 = 40;

/** f(x) */
// @ts-ignore: decorator
@inline
function value(f: i32, x: v128, alpha: f64): v128 {
  if (f == SIGMOID) return logistic(x);
  if (f == TANH) return hyperbolicTangent(x);
  // + 0 makes 0 of −0, as Math.max(−0, 0) does
  if (f == RELU) return add(atLeast(x, all(0)), all(0));
  if (f == LEAKY_RELU) return select(greater(x, all(0)), x, mul(all(alpha), x));
  if (f == ELU) return select(greater(x, all(0)), x, mul(all(alpha), expm1UpTo56(atMost(x, all(0)))));
  if (f == SELU) {
    const negative = mul(all(LAMBDA_ALPHA), expm1UpTo56(atMost(x, all(0))));
    return select(greater(x, all(0)), mul(all(LAMBDA), x), negative);
  }
  if (f == SWISH) return mul(x, logistic(x));
  if (f == GELU) return mul(x, mul(all(0.5), erfc(mul(all(-ROOT_HALF), x))));
  if (f == GELU_TANH) {
    const cube = mul(mul(mul(all(CUBIC), x), x), x);
    return mul(x, logistic(mul(all(ROOT_8_OVER_PI), add(x, cube))));
  }
  if (f == SOFTPLUS) return logOnePlusExp(x);
  if (f == SOFTSIGN) return div(x, add(all(1), abs(x)));
  // MISH
  const m = exp(atMost(x, all(LINEAR)));
  const w = mul(m, add(m, all(2)));
  return select(greater(x, all(LINEAR)), x, div(mul(x, w), add(w, all(2))));
}

/** f′ dy, from s, which is x or y, whichever the activation's backward reads. */
// @ts-ignore: decorator
@inline
function slope(f: i32, s: v128, dy: v128, alpha: f64): v128 {
  const one = all(1);
  if (f == SIGMOID) return mul(mul(s, sub(one, s)), dy);
  if (f == TANH) return mul(mul(sub(one, s), add(one, s)), dy);
  if (f == RELU) return v128.andnot(dy, f64x2.le(s, all(0)));
  if (f == LEAKY_RELU) return select(greater(s, all(0)), dy, mul(all(alpha), dy));
  if (f == ELU) return select(greater(s, all(0)), dy, mul(mul(all(alpha), exp(atMost(s, all(0)))), dy));
  if (f == SELU) {
    const negative = mul(mul(all(LAMBDA_ALPHA), exp(atMost(s, all(0)))), dy);
    return select(greater(s, all(0)), mul(all(LAMBDA), dy), negative);
  }
  if (f == SWISH) {
    const sigma = logistic(s);
    return mul(mul(sigma, add(one, mul(s, sub(one, sigma)))), dy);
  }
  if (f == GELU) {
    const density = mul(all(INVERSE_ROOT_2PI), exp(mul(mul(all(-0.5), s), s)));
    return mul(add(mul(all(0.5), erfc(mul(all(-ROOT_HALF), s))), mul(s, density)), dy);
  }
  if (f == GELU_TANH) {
    const square = mul(s, s);
    const sigma = logistic(mul(all(ROOT_8_OVER_PI), add(s, mul(mul(all(CUBIC), square), s))));
    const inner = mul(all(ROOT_8_OVER_PI), add(one, mul(all(3 * CUBIC), square)));
    return mul(mul(sigma, add(one, mul(mul(s, sub(one, sigma)), inner))), dy);
  }
  // s = y ≥ 0
  if (f == SOFTPLUS) return mul(neg(expm1UpTo56(neg(s))), dy);
  if (f == SOFTSIGN) {
    const d = add(one, abs(s));
    return div(dy, mul(d, d));
  }
  // MISH
  const m = exp(atMost(s, all(LINEAR)));
  const w = mul(m, add(m, all(2)));
  const divisor = add(w, all(2));
  const product = mul(mul(mul(all(4), s), m), add(one, m));
  return select(greater(s, all(LINEAR)), dy, mul(div(add(w, div(product, divisor)), divisor), dy));
}

// Two pairs a turn: their chains of operations have nothing to do with each other, and run side by side.

// @ts-ignore: decorator
@inline
function forward(f: i32, x: usize, y: usize, n: i32, alpha: f64): void {
  for (; n > 3; n -= 4, x += 32, y += 32) {
    const first = value(f, v128.load(x), alpha);
    const second = value(f, v128.load(x, 16), alpha);
    v128.store(y, first);
    v128.store(y, second, 16);
  }
  for (; n > 0; n -= 2, x += 16, y += 16) put(n, y, value(f, take(n, x), alpha));
}

// @ts-ignore: decorator
@inline
function backward(f: i32, s: usize, dy: usize, dx: usize, n: i32, alpha: f64): void {
  for (; n > 3; n -= 4, s += 32, dy += 32, dx += 32) {
    const first = slope(f, v128.load(s), v128.load(dy), alpha);
    const second = slope(f, v128.load(s, 16), v128.load(dy, 16), alpha);
    v128.store(dx, first);
    v128.store(dx, second, 16);
  }
  for (; n > 0; n -= 2, s += 16, dy += 16, dx += 16) put(n, dx, slope(f, take(n, s), take(n, dy), alpha));
}

export function sigmoid(x: usize, y: usize, n: i32): void {
  forward(SIGMOID, x, y, n, 0);
}
export function sigmoidBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(SIGMOID, s, dy, dx, n, 0);
}

export function tanh(x: usize, y: usize, n: i32): void {
  forward(TANH, x, y, n, 0);
}
export function tanhBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(TANH, s, dy, dx, n, 0);
}

export function relu(x: usize, y: usize, n: i32): void {
  forward(RELU, x, y, n, 0);
}
export function reluBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(RELU, s, dy, dx, n, 0);
}

export function leakyRelu(x: usize, y: usize, n: i32, alpha: f64): void {
  forward(LEAKY_RELU, x, y, n, alpha);
}
export function leakyReluBackward(s: usize, dy: usize, dx: usize, n: i32, alpha: f64): void {
  backward(LEAKY_RELU, s, dy, dx, n, alpha);
}

export function elu(x: usize, y: usize, n: i32, alpha: f64): void {
  forward(ELU, x, y, n, alpha);
}
export function eluBackward(s: usize, dy: usize, dx: usize, n: i32, alpha: f64): void {
  backward(ELU, s, dy, dx, n, alpha);
}

export function selu(x: usize, y: usize, n: i32): void {
  forward(SELU, x, y, n, 0);
}
export function seluBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(SELU, s, dy, dx, n, 0);
}

export function swish(x: usize, y: usize, n: i32): void {
  forward(SWISH, x, y, n, 0);
}
export function swishBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(SWISH, s, dy, dx, n, 0);
}

export function gelu(x: usize, y: usize, n: i32): void {
  forward(GELU, x, y, n, 0);
}
export function geluBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(GELU, s, dy, dx, n, 0);
}

export function geluTanh(x: usize, y: usize, n: i32): void {
  forward(GELU_TANH, x, y, n, 0);
}
export function geluTanhBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(GELU_TANH, s, dy, dx, n, 0);
}

export function softplus(x: usize, y: usize, n: i32): void {
  forward(SOFTPLUS, x, y, n, 0);
}
export function softplusBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(SOFTPLUS, s, dy, dx, n, 0);
}

export function softsign(x: usize, y: usize, n: i32): void {
  forward(SOFTSIGN, x, y, n, 0);
}
export function softsignBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(SOFTSIGN, s, dy, dx, n, 0);
}

export function mish(x: usize, y: usize, n: i32): void {
  forward(MISH, x, y, n, 0);
}
export function mishBackward(s: usize, dy: usize, dx: usize, n: i32): void {
  backward(MISH, s, dy, dx, n, 0);
}
