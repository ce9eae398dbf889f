import { abs, add, all, div, greater, less, max, min, mul, select, sign, sqrt, sub } from './vector';

// The loops of src/nn/optimizers, two parameters at once: the same operations in the same order. What is the same for all
// parameters in a step (rates, bias corrections) is read from `coefficients`, as src/nn/optimizers has them there.

/** Two elements, or one where `one`. */
// @ts-ignore: decorator
@inline
function load(one: bool, at: usize): v128 {
  return one ? v128.load64_zero(at) : v128.load(at);
}

// @ts-ignore: decorator
@inline
function store(one: bool, at: usize, values: v128): void {
  if (one) v128.store64_lane(at, values, 0);
  else v128.store(at, values);
}

export function sgd(w: usize, g: usize, n: i32, coefficients: usize, decay: f64): void {
  const rate = f64.load(coefficients);
  for (; n > 1; n -= 2, w += 16, g += 16) sgdPair(false, w, g, rate, decay);
  if (n) sgdPair(true, w, g, rate, decay);
}

// @ts-ignore: decorator
@inline
function sgdPair(one: bool, w: usize, g: usize, rate: f64, decay: f64): void {
  const wi = load(one, w);
  const direction = add(load(one, g), mul(all(decay), wi));
  store(one, w, sub(wi, mul(all(rate), direction)));
}

export function sgdMomentum(w: usize, g: usize, velocity: usize, n: i32, coefficients: usize, decay: f64, momentum: f64, nesterov: bool): void {
  const rate = f64.load(coefficients);
  for (; n > 1; n -= 2, w += 16, g += 16, velocity += 16) sgdMomentumPair(false, w, g, velocity, rate, decay, momentum, nesterov);
  if (n) sgdMomentumPair(true, w, g, velocity, rate, decay, momentum, nesterov);
}

// @ts-ignore: decorator
@inline
function sgdMomentumPair(one: bool, w: usize, g: usize, velocity: usize, rate: f64, decay: f64, momentum: f64, nesterov: bool): void {
  const wi = load(one, w);
  const gi = add(load(one, g), mul(all(decay), wi));
  const v = add(mul(all(momentum), load(one, velocity)), gi);
  store(one, velocity, v);
  const direction = nesterov ? add(gi, mul(all(momentum), v)) : v;
  store(one, w, sub(wi, mul(all(rate), direction)));
}

export function rmsprop(w: usize, g: usize, square: usize, velocity: usize, mean: usize, n: i32, coefficients: usize, decay: f64, rho: f64, epsilon: f64, momentum: f64, centered: bool): void {
  const rate = f64.load(coefficients);
  for (; n > 1; n -= 2, w += 16, g += 16, square += 16, velocity += 16, mean += 16) rmspropPair(false, w, g, square, velocity, mean, rate, decay, rho, epsilon, momentum, centered);
  if (n) rmspropPair(true, w, g, square, velocity, mean, rate, decay, rho, epsilon, momentum, centered);
}

// @ts-ignore: decorator
@inline
function rmspropPair(one: bool, w: usize, g: usize, square: usize, velocity: usize, mean: usize, rate: f64, decay: f64, rho: f64, epsilon: f64, momentum: f64, centered: bool): void {
  const wi = load(one, w);
  const gi = add(load(one, g), mul(all(decay), wi));
  const kept = all(rho);
  const share = all(1 - rho);
  const v = add(mul(kept, load(one, square)), mul(mul(share, gi), gi));
  store(one, square, v);
  let variance = v;
  if (centered) {
    const m = add(mul(kept, load(one, mean)), mul(share, gi));
    store(one, mean, m);
    variance = max(all(0), sub(v, mul(m, m)));
  }
  let direction = div(gi, add(sqrt(variance), all(epsilon)));
  if (momentum > 0) {
    direction = add(mul(all(momentum), load(one, velocity)), direction);
    store(one, velocity, direction);
  }
  store(one, w, sub(wi, mul(all(rate), direction)));
}

export function adagrad(w: usize, g: usize, sum: usize, n: i32, coefficients: usize, decay: f64, epsilon: f64): void {
  const rate = f64.load(coefficients);
  for (; n > 1; n -= 2, w += 16, g += 16, sum += 16) adagradPair(false, w, g, sum, rate, decay, epsilon);
  if (n) adagradPair(true, w, g, sum, rate, decay, epsilon);
}

// @ts-ignore: decorator
@inline
function adagradPair(one: bool, w: usize, g: usize, sum: usize, rate: f64, decay: f64, epsilon: f64): void {
  const wi = load(one, w);
  const gi = add(load(one, g), mul(all(decay), wi));
  const squares = add(load(one, sum), mul(gi, gi));
  store(one, sum, squares);
  store(one, w, sub(wi, div(mul(all(rate), gi), add(sqrt(squares), all(epsilon)))));
}

export function adadelta(w: usize, g: usize, square: usize, change: usize, n: i32, coefficients: usize, decay: f64, rho: f64, epsilon: f64): void {
  const rate = f64.load(coefficients);
  for (; n > 1; n -= 2, w += 16, g += 16, square += 16, change += 16) adadeltaPair(false, w, g, square, change, rate, decay, rho, epsilon);
  if (n) adadeltaPair(true, w, g, square, change, rate, decay, rho, epsilon);
}

// @ts-ignore: decorator
@inline
function adadeltaPair(one: bool, w: usize, g: usize, square: usize, change: usize, rate: f64, decay: f64, rho: f64, epsilon: f64): void {
  const wi = load(one, w);
  const gi = add(load(one, g), mul(all(decay), wi));
  const kept = all(rho);
  const share = all(1 - rho);
  const v = add(mul(kept, load(one, square)), mul(mul(share, gi), gi));
  store(one, square, v);
  const changes = load(one, change);
  const delta = mul(div(sqrt(add(changes, all(epsilon))), sqrt(add(v, all(epsilon)))), gi);
  store(one, change, add(mul(kept, changes), mul(mul(share, delta), delta)));
  store(one, w, sub(wi, mul(all(rate), delta)));
}

export function adam(w: usize, g: usize, m: usize, v: usize, n: i32, coefficients: usize, decay: f64, beta1: f64, beta2: f64): void {
  const stepSize = f64.load(coefficients);
  const epsilon = f64.load(coefficients, 8);
  const keep = f64.load(coefficients, 16);
  for (; n > 1; n -= 2, w += 16, g += 16, m += 16, v += 16) adamPair(false, w, g, m, v, stepSize, epsilon, keep, decay, beta1, beta2);
  if (n) adamPair(true, w, g, m, v, stepSize, epsilon, keep, decay, beta1, beta2);
}

// @ts-ignore: decorator
@inline
function adamPair(one: bool, w: usize, g: usize, m: usize, v: usize, stepSize: f64, epsilon: f64, keep: f64, decay: f64, beta1: f64, beta2: f64): void {
  const wi = mul(load(one, w), all(keep));
  const gi = add(load(one, g), mul(all(decay), wi));
  const mi = add(mul(all(beta1), load(one, m)), mul(all(1 - beta1), gi));
  const vi = add(mul(all(beta2), load(one, v)), mul(mul(all(1 - beta2), gi), gi));
  store(one, m, mi);
  store(one, v, vi);
  store(one, w, sub(wi, div(mul(all(stepSize), mi), add(sqrt(vi), all(epsilon)))));
}

export function amsgrad(w: usize, g: usize, m: usize, v: usize, vMax: usize, n: i32, coefficients: usize, decay: f64, beta1: f64, beta2: f64): void {
  const stepSize = f64.load(coefficients);
  const epsilon = f64.load(coefficients, 8);
  const keep = f64.load(coefficients, 16);
  for (; n > 1; n -= 2, w += 16, g += 16, m += 16, v += 16, vMax += 16) amsgradPair(false, w, g, m, v, vMax, stepSize, epsilon, keep, decay, beta1, beta2);
  if (n) amsgradPair(true, w, g, m, v, vMax, stepSize, epsilon, keep, decay, beta1, beta2);
}

// @ts-ignore: decorator
@inline
function amsgradPair(one: bool, w: usize, g: usize, m: usize, v: usize, vMax: usize, stepSize: f64, epsilon: f64, keep: f64, decay: f64, beta1: f64, beta2: f64): void {
  const wi = mul(load(one, w), all(keep));
  const gi = add(load(one, g), mul(all(decay), wi));
  const mi = add(mul(all(beta1), load(one, m)), mul(all(1 - beta1), gi));
  const vi = add(mul(all(beta2), load(one, v)), mul(mul(all(1 - beta2), gi), gi));
  const before = load(one, vMax);
  const most = select(greater(vi, before), vi, before);
  store(one, m, mi);
  store(one, v, vi);
  store(one, vMax, most);
  store(one, w, sub(wi, div(mul(all(stepSize), mi), add(sqrt(most), all(epsilon)))));
}

export function adamax(w: usize, g: usize, m: usize, u: usize, n: i32, coefficients: usize, decay: f64, beta1: f64, beta2: f64, epsilon: f64): void {
  const stepSize = f64.load(coefficients);
  for (; n > 1; n -= 2, w += 16, g += 16, m += 16, u += 16) adamaxPair(false, w, g, m, u, stepSize, decay, beta1, beta2, epsilon);
  if (n) adamaxPair(true, w, g, m, u, stepSize, decay, beta1, beta2, epsilon);
}

// @ts-ignore: decorator
@inline
function adamaxPair(one: bool, w: usize, g: usize, m: usize, u: usize, stepSize: f64, decay: f64, beta1: f64, beta2: f64, epsilon: f64): void {
  const wi = load(one, w);
  const gi = add(load(one, g), mul(all(decay), wi));
  const mi = add(mul(all(beta1), load(one, m)), mul(all(1 - beta1), gi));
  const ui = max(mul(all(beta2), load(one, u)), add(abs(gi), all(epsilon)));
  store(one, m, mi);
  store(one, u, ui);
  store(one, w, sub(wi, div(mul(all(stepSize), mi), ui)));
}

export function nadam(w: usize, g: usize, m: usize, v: usize, n: i32, coefficients: usize, decay: f64, beta1: f64, beta2: f64, epsilon: f64): void {
  const gradientRate = f64.load(coefficients);
  const meanRate = f64.load(coefficients, 8);
  const squareCorrection = f64.load(coefficients, 16);
  for (; n > 1; n -= 2, w += 16, g += 16, m += 16, v += 16) nadamPair(false, w, g, m, v, gradientRate, meanRate, squareCorrection, decay, beta1, beta2, epsilon);
  if (n) nadamPair(true, w, g, m, v, gradientRate, meanRate, squareCorrection, decay, beta1, beta2, epsilon);
}

// @ts-ignore: decorator
@inline
function nadamPair(one: bool, w: usize, g: usize, m: usize, v: usize, gradientRate: f64, meanRate: f64, squareCorrection: f64, decay: f64, beta1: f64, beta2: f64, epsilon: f64): void {
  const wi = load(one, w);
  const gi = add(load(one, g), mul(all(decay), wi));
  const mi = add(mul(all(beta1), load(one, m)), mul(all(1 - beta1), gi));
  const vi = add(mul(all(beta2), load(one, v)), mul(mul(all(1 - beta2), gi), gi));
  store(one, m, mi);
  store(one, v, vi);
  const direction = add(mul(all(gradientRate), gi), mul(all(meanRate), mi));
  store(one, w, sub(wi, div(direction, add(sqrt(div(vi, all(squareCorrection))), all(epsilon)))));
}

export function rprop(w: usize, g: usize, previous: usize, stepSize: usize, n: i32, _coefficients: usize, shrink: f64, grow: f64, least: f64, most: f64): void {
  for (; n > 1; n -= 2, w += 16, g += 16, previous += 16, stepSize += 16) rpropPair(false, w, g, previous, stepSize, shrink, grow, least, most);
  if (n) rpropPair(true, w, g, previous, stepSize, shrink, grow, least, most);
}

// @ts-ignore: decorator
@inline
function rpropPair(one: bool, w: usize, g: usize, previous: usize, stepSize: usize, shrink: f64, grow: f64, least: f64, most: f64): void {
  const gi = load(one, g);
  const agreement = mul(gi, load(one, previous));
  const against = less(agreement, all(0));
  const factor = select(greater(agreement, all(0)), all(grow), select(against, all(shrink), all(1)));
  const step = min(max(mul(load(one, stepSize), factor), all(least)), all(most));
  const direction = v128.andnot(gi, against);
  store(one, stepSize, step);
  store(one, previous, direction);
  store(one, w, sub(load(one, w), mul(sign(direction), step)));
}
