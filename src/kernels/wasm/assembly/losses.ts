import { exp, expm1UpTo56 } from './exp';
import { log, log1p, log1pUpTo1 } from './log';
import { tanh } from './sigmoid';
import { largestOfRows } from './softmax';
import {
  abs, add, all, div, equal, greater, less, max, min, mul, neg, put, putColumn, select, sign, sub, take, takeColumn,
} from './vector';

// The loops of src/nn/losses, two elements at once: the same operations in the same order, and each row's sum in the order
// of its columns. Letters as there.

// Which loss: a constant wherever it is used, so that a loop holds nothing of the others.
const MSE: i32 = 0;
const MAE: i32 = 1;
const HUBER: i32 = 2;
const LOG_COSH: i32 = 3;
const PINBALL: i32 = 4;
const POISSON_LOG: i32 = 5;
const POISSON: i32 = 6;
const BINARY: i32 = 7;
const BINARY_FUSED: i32 = 8;
const CROSS_ENTROPY: i32 = 9;
const KL: i32 = 10;

// the constants of poisson_nll.ts and clamped_log.ts
const POISSON_EPSILON: f64 = 1e-8;
const LOWEST: f64 = -100;
const SMALLEST: f64 = 3.720075976020836e-44;
const LN2: f64 = 0.6931471805599453;

/** max(log y, −100) */
// @ts-ignore: decorator
@inline
function clampedLog(y: v128): v128 {
  return max(log(y), all(LOWEST));
}

// @ts-ignore: decorator
@inline
function clampedLogSlope(y: v128): v128 {
  return select(less(y, all(SMALLEST)), all(0), div(all(1), y));
}

// @ts-ignore: decorator
@inline
function logCosh(e: v128): v128 {
  const one = all(1);
  const near = less(e, one);
  // one log1p for both forms
  const m = expm1UpTo56(neg(e));
  const cosh = div(mul(m, m), mul(all(2), add(one, m)));
  const part = log1p(select(near, cosh, exp(mul(all(-2), e))));
  return select(near, part, add(sub(e, all(LN2)), part));
}

/** What an element adds to its row's loss. y is a, the head's input, for BINARY_FUSED. p and q are the loss's options. */
// @ts-ignore: decorator
@inline
function term(loss: i32, y: v128, t: v128, p: f64, q: f64): v128 {
  if (loss == MSE) {
    const e = sub(y, t);
    return mul(e, e);
  }
  if (loss == MAE) return abs(sub(y, t));
  if (loss == HUBER) {
    const e = abs(sub(y, t));
    const far = mul(all(p), sub(e, all(0.5 * p)));
    return select(f64x2.le(e, all(p)), mul(mul(all(0.5), e), e), far);
  }
  if (loss == LOG_COSH) return logCosh(abs(sub(y, t)));
  if (loss == PINBALL) {
    const e = sub(t, y);
    return max(mul(all(p), e), mul(all(p - 1), e));
  }
  if (loss == POISSON_LOG) return sub(exp(y), mul(t, y));
  if (loss == POISSON) return sub(y, mul(t, log(add(y, all(POISSON_EPSILON)))));
  if (loss == BINARY) {
    const one = all(1);
    const positive = mul(mul(all(p), t), clampedLog(y));
    return neg(add(positive, mul(sub(one, t), clampedLog(sub(one, y)))));
  }
  if (loss == BINARY_FUSED) {
    const s = log1pUpTo1(exp(neg(abs(y))));
    const positive = mul(mul(all(p), t), add(max(neg(y), all(0)), s));
    return add(positive, mul(sub(all(1), t), add(max(y, all(0)), s)));
  }
  if (loss == CROSS_ENTROPY) return neg(mul(add(mul(all(p), t), all(q)), clampedLog(y)));
  const value = mul(t, sub(log(t), clampedLog(y)));
  return select(equal(t, all(0)), all(0), value);
}

/** losses[i] = (Σ over columns of term) / divisor */
// @ts-ignore: decorator
@inline
function forward(
  loss: i32,
  y: usize, t: usize, losses: usize, rows: i32, columns: i32, divisor: f64,
  p: f64, q: f64,
): void {
  if (columns == 0) {
    for (; rows > 0; rows--, losses += 8) f64.store(losses, 0 / divisor);
    return;
  }
  let sum: f64 = 0;
  let left = columns;
  // two elements at a time, wherever the rows end
  for (let n = rows * columns; n > 0; n -= 2, y += 16, t += 16) {
    const terms = term(loss, take(n, y), take(n, t), p, q);
    sum += f64x2.extract_lane(terms, 0);
    if (--left == 0) {
      f64.store(losses, sum / divisor);
      losses += 8;
      left = columns;
      sum = 0;
    }
    if (n == 1) break;
    sum += f64x2.extract_lane(terms, 1);
    if (--left == 0) {
      f64.store(losses, sum / divisor);
      losses += 8;
      left = columns;
      sum = 0;
    }
  }
}

/** The gradient of an element, for s = scale / columns (for CROSS_ENTROPY and KL: −scale). */
// @ts-ignore: decorator
@inline
function slope(loss: i32, y: v128, t: v128, s: v128, p: f64, q: f64): v128 {
  if (loss == MSE) return mul(s, sub(y, t));
  if (loss == MAE) return mul(s, sign(sub(y, t)));
  if (loss == HUBER) return mul(s, max(all(-p), min(all(p), sub(y, t))));
  if (loss == LOG_COSH) return mul(s, tanh(sub(y, t)));
  if (loss == PINBALL) {
    const e = sub(t, y);
    const under = select(less(e, all(0)), all(1 - p), mul(all(0), e));
    return mul(s, select(greater(e, all(0)), all(-p), under));
  }
  if (loss == POISSON_LOG) return mul(s, sub(exp(y), t));
  if (loss == POISSON) return mul(s, sub(all(1), div(t, add(y, all(POISSON_EPSILON)))));
  const one = all(1);
  if (loss == BINARY) {
    const negative = mul(sub(one, t), clampedLogSlope(sub(one, y)));
    return mul(s, sub(negative, mul(mul(all(p), t), clampedLogSlope(y))));
  }
  if (loss == BINARY_FUSED) return mul(s, sub(mul(sub(one, t), y), mul(mul(all(p), t), sub(one, y))));
  if (loss == CROSS_ENTROPY) return mul(mul(s, add(mul(all(p), t), all(q))), clampedLogSlope(y));
  return mul(mul(s, t), clampedLogSlope(y));
}

/** dy = slope, with sᵢ = factor · scaleᵢ / divisor */
// @ts-ignore: decorator
@inline
function backward(
  loss: i32,
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32, factor: f64, divisor: f64,
  p: f64, q: f64,
): void {
  for (; rows > 0; rows--, scale += 8) {
    const s = all((factor * f64.load(scale)) / divisor);
    let n = columns;
    for (; n > 0; n -= 2, y += 16, t += 16, dy += 16) put(n, dy, slope(loss, take(n, y), take(n, t), s, p, q));
    // the last step of an odd row went one too far
    const back: usize = (columns & 1) << 3;
    y -= back;
    t -= back;
    dy -= back;
  }
}

export function mseLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  forward(MSE, y, t, losses, rows, columns, columns, 0, 0);
}
export function mseLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32,
): void {
  backward(MSE, y, t, scale, dy, rows, columns, 2, columns, 0, 0);
}

export function maeLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  forward(MAE, y, t, losses, rows, columns, columns, 0, 0);
}
export function maeLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32,
): void {
  backward(MAE, y, t, scale, dy, rows, columns, 1, columns, 0, 0);
}

export function huberLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32, delta: f64): void {
  forward(HUBER, y, t, losses, rows, columns, columns, delta, 0);
}
export function huberLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32, delta: f64,
): void {
  backward(HUBER, y, t, scale, dy, rows, columns, 1, columns, delta, 0);
}

export function logCoshLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  forward(LOG_COSH, y, t, losses, rows, columns, columns, 0, 0);
}
export function logCoshLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32,
): void {
  backward(LOG_COSH, y, t, scale, dy, rows, columns, 1, columns, 0, 0);
}

export function pinballLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32, tau: f64): void {
  forward(PINBALL, y, t, losses, rows, columns, columns, tau, 0);
}
export function pinballLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32, tau: f64,
): void {
  backward(PINBALL, y, t, scale, dy, rows, columns, 1, columns, tau, 0);
}

export function poissonLogLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  forward(POISSON_LOG, y, t, losses, rows, columns, columns, 0, 0);
}
export function poissonLogLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32,
): void {
  backward(POISSON_LOG, y, t, scale, dy, rows, columns, 1, columns, 0, 0);
}

export function poissonLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  forward(POISSON, y, t, losses, rows, columns, columns, 0, 0);
}
export function poissonLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32,
): void {
  backward(POISSON, y, t, scale, dy, rows, columns, 1, columns, 0, 0);
}

export function binaryLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32, posWeight: f64): void {
  forward(BINARY, y, t, losses, rows, columns, columns, posWeight, 0);
}
export function binaryLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32, posWeight: f64,
): void {
  backward(BINARY, y, t, scale, dy, rows, columns, 1, columns, posWeight, 0);
}

export function binaryFusedLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32, posWeight: f64): void {
  forward(BINARY_FUSED, y, t, losses, rows, columns, columns, posWeight, 0);
}
export function binaryFusedLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32, posWeight: f64,
): void {
  backward(BINARY_FUSED, y, t, scale, dy, rows, columns, 1, columns, posWeight, 0);
}

export function crossEntropyLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32, share: f64, spread: f64): void {
  forward(CROSS_ENTROPY, y, t, losses, rows, columns, 1, share, spread);
}
export function crossEntropyLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32, share: f64, spread: f64,
): void {
  backward(CROSS_ENTROPY, y, t, scale, dy, rows, columns, -1, 1, share, spread);
}

export function klLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  forward(KL, y, t, losses, rows, columns, 1, 0, 0);
}
export function klLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32,
): void {
  backward(KL, y, t, scale, dy, rows, columns, -1, 1, 0, 0);
}

// Losses with softmax, two rows at once: see softmax.ts.

/** log Σ e^aₖ − max a of two rows, given y = softmax(a): as log_softmax.ts has it. */
// @ts-ignore: decorator
@inline
function logSumExpAboveMax(y: usize, next: usize, row: usize): v128 {
  const most = largestOfRows(y, next, row);
  let rest = all(0);
  // all but the first that is as large
  let found = all(0);
  for (let k: usize = 0; k < row; k += 8) {
    const v = takeColumn(y + k, next);
    const top = v128.andnot(equal(v, most), found);
    found = v128.or(found, top);
    rest = add(rest, v128.andnot(v, top));
  }
  return log1p(div(rest, most));
}

/** The loss of softmax(a), CROSS_ENTROPY or KL, where t stands for share · t + spread. */
// @ts-ignore: decorator
@inline
function forwardOfSoftmax(
  loss: i32,
  a: usize, y: usize, t: usize, losses: usize, rows: i32, columns: i32, share: f64, spread: f64,
): void {
  const row: usize = columns << 3;
  for (; rows > 0; rows -= 2, a += row << 1, y += row << 1, t += row << 1, losses += 16) {
    const next = rows > 1 ? row : 0;
    const most = largestOfRows(a, next, row);
    const above = logSumExpAboveMax(y, next, row);
    let sum = all(0);
    for (let k: usize = 0; k < row; k += 8) {
      const target = add(mul(all(share), takeColumn(t + k, next)), all(spread));
      const surprise = add(sub(most, takeColumn(a + k, next)), above);
      const term = mul(target, loss == KL ? add(log(target), surprise) : surprise);
      sum = add(sum, v128.andnot(term, equal(target, all(0))));
    }
    put(rows, losses, sum);
  }
}

export function crossEntropyFusedLoss(
  a: usize, y: usize, t: usize, losses: usize, rows: i32, columns: i32, share: f64, spread: f64,
): void {
  forwardOfSoftmax(CROSS_ENTROPY, a, y, t, losses, rows, columns, share, spread);
}

export function crossEntropyFusedLossBackward(
  y: usize, t: usize, scale: usize, da: usize, rows: i32, columns: i32, share: f64, spread: f64,
): void {
  const row: usize = columns << 3;
  for (; rows > 0; rows -= 2, y += row << 1, t += row << 1, da += row << 1, scale += 16) {
    const next = rows > 1 ? row : 0;
    let total = all(0);
    for (let k: usize = 0; k < row; k += 8) {
      total = add(total, add(mul(all(share), takeColumn(t + k, next)), all(spread)));
    }
    const s = takeColumn(scale, next ? 8 : 0);
    for (let k: usize = 0; k < row; k += 8) {
      const target = add(mul(all(share), takeColumn(t + k, next)), all(spread));
      putColumn(da + k, next, mul(s, sub(mul(takeColumn(y + k, next), total), target)));
    }
  }
}

export function klFusedLoss(a: usize, y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  // −0 is what adding changes nothing
  forwardOfSoftmax(KL, a, y, t, losses, rows, columns, 1, -0.0);
}

export function klFusedLossBackward(
  y: usize, t: usize, scale: usize, da: usize, rows: i32, columns: i32,
): void {
  crossEntropyFusedLossBackward(y, t, scale, da, rows, columns, 1, -0.0);
}

export function wassersteinLoss(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, losses += 8) {
    let difference: f64 = 0;
    let sum: f64 = 0;
    for (let k = columns; k > 0; k--, y += 8, t += 8) {
      if (k == 1) continue;
      difference += f64.load(y) - f64.load(t);
      sum += Math.abs(difference);
    }
    f64.store(losses, sum);
  }
}

export function wassersteinLossBackward(
  y: usize, t: usize, scale: usize, dy: usize, rows: i32, columns: i32,
): void {
  for (; rows > 0; rows--, scale += 8) {
    const last = dy + ((columns - 1) << 3);
    let difference: f64 = 0;
    for (; dy < last; y += 8, t += 8, dy += 8) {
      difference += f64.load(y) - f64.load(t);
      f64.store(dy, f64x2.extract_lane(sign(all(difference)), 0));
    }
    y += 8;
    t += 8;
    f64.store(last, 0);
    const s = f64.load(scale);
    let signs: f64 = 0;
    for (let k = columns; k > 0; k--, dy -= 8) {
      signs += f64.load(dy);
      f64.store(dy, s * signs);
    }
    dy = last + 8;
  }
}
