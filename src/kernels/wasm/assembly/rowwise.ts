import { exp, log, log1p } from './math';
import { add, all, atLeast, div, equal, mul, put, putColumn, sign, sub, take, takeColumn } from './vector';

// Two rows at once, column after column, so that each row's sums are in the order of its columns. The last row of an
// odd number of them is both.

/** The largest of each of two rows: the first one if it is NaN, and no NaN else. */
@inline function largestOfRows(from: usize, next: usize, row: usize): v128 {
  let most = takeColumn(from, next);
  for (let k: usize = 8; k < row; k += 8) most = atLeast(most, takeColumn(from + k, next));
  return most;
}

/** The maximum taken off each row, then exp of all rows as one, then each row divided by its sum. y may be x. */
export function softmax(x: usize, y: usize, rows: i32, columns: i32): void {
  const row: usize = columns << 3;
  let from = x;
  let to = y;
  for (let i = rows; i > 0; i -= 2, from += row << 1, to += row << 1) {
    const next = i > 1 ? row : 0;
    const most = largestOfRows(from, next, row);
    for (let k: usize = 0; k < row; k += 8) putColumn(to + k, next, sub(takeColumn(from + k, next), most));
  }
  let n = rows * columns;
  let at = y;
  for (; n > 3; n -= 4, at += 32) {
    const first = exp(v128.load(at));
    const second = exp(v128.load(at, 16));
    v128.store(at, first);
    v128.store(at, second, 16);
  }
  for (; n > 0; n -= 2, at += 16) put(n, at, exp(take(n, at)));
  for (let i = rows; i > 0; i -= 2, y += row << 1) {
    const next = i > 1 ? row : 0;
    let sum = all(0);
    for (let k: usize = 0; k < row; k += 8) sum = add(sum, takeColumn(y + k, next));
    for (let k: usize = 0; k < row; k += 8) putColumn(y + k, next, div(takeColumn(y + k, next), sum));
  }
}

export function softmaxBackward(y: usize, dy: usize, dx: usize, rows: i32, columns: i32): void {
  const row: usize = columns << 3;
  for (; rows > 0; rows -= 2, y += row << 1, dy += row << 1, dx += row << 1) {
    const next = rows > 1 ? row : 0;
    let dot = all(0);
    for (let k: usize = 0; k < row; k += 8) dot = add(dot, mul(takeColumn(dy + k, next), takeColumn(y + k, next)));
    for (let k: usize = 0; k < row; k += 8) {
      putColumn(dx + k, next, mul(takeColumn(y + k, next), sub(takeColumn(dy + k, next), dot)));
    }
  }
}

/** log Σ e^aₖ − max a of two rows, given y = softmax(a): as js/log_softmax.ts has it. */
@inline function logSumExpAboveMax(y: usize, next: usize, row: usize): v128 {
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

/** The loss of softmax(a), cross entropy or the divergence, where t stands for share · t + spread. */
@inline function forwardOfSoftmax(
  isDivergence: bool,
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
      const term = mul(target, isDivergence ? add(log(target), surprise) : surprise);
      sum = add(sum, v128.andnot(term, equal(target, all(0))));
    }
    put(rows, losses, sum);
  }
}

/** Gradient through the softmax of a row. */
function softmaxGradient(
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

export function softmaxCrossEntropy(
  a: usize, y: usize, t: usize, losses: usize, rows: i32, columns: i32, epsilon: f64,
): void {
  forwardOfSoftmax(false, a, y, t, losses, rows, columns, 1 - epsilon, epsilon / columns);
}

export function softmaxCrossEntropyBackward(
  y: usize, t: usize, scale: usize, da: usize, rows: i32, columns: i32, epsilon: f64,
): void {
  softmaxGradient(y, t, scale, da, rows, columns, 1 - epsilon, epsilon / columns);
}

// adding −0 changes nothing
export function softmaxDivergence(a: usize, y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
  forwardOfSoftmax(true, a, y, t, losses, rows, columns, 1, -0.0);
}

export function softmaxDivergenceBackward(
  y: usize, t: usize, scale: usize, da: usize, rows: i32, columns: i32,
): void {
  softmaxGradient(y, t, scale, da, rows, columns, 1, -0.0);
}

export function wasserstein(y: usize, t: usize, losses: usize, rows: i32, columns: i32): void {
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

export function wassersteinBackward(
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
