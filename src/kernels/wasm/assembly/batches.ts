// A batch from the rows of a split: the loops of js/batches.ts. `order` holds indices of rows as numbers, `from` the
// place there of the batch's first.

import { all, equal, put } from './vector';

@inline function rowAt(order: usize, from: usize, i: i32): usize {
  return (f64.load(order + ((((f64.load(from) as i32) + i) as usize) << 3)) as i32) as usize;
}

export function gather(source: usize, order: usize, from: usize, x: usize, rows: i32, columns: i32): void {
  const row: usize = columns << 3;
  for (let i = 0; i < rows; i++) {
    let at = source + rowAt(order, from, i) * row;
    let n = columns;
    for (; n > 1; n -= 2, at += 16, x += 16) v128.store(x, v128.load(at));
    if (n) {
      f64.store(x, f64.load(at));
      x += 8;
    }
  }
}

export function gatherOneHot(source: usize, order: usize, from: usize, t: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    const column = all(f64.load(source + (rowAt(order, from, i) << 3)));
    // each number at an address known beforehand: reads of the next row need not wait for this one's
    let at = f64x2(0, 1);
    let n = columns;
    for (; n > 0; n -= 2, t += 16, at = f64x2.add(at, all(2))) put(n, t, v128.and(equal(at, column), all(1)));
    // the last step of an odd row went one too far
    if (n < 0) t -= 8;
  }
}

export function copy(a: usize, b: usize, n: i32): void {
  memory.copy(b, a, (n as usize) << 3);
}

export function fill(x: usize, n: i32, value: f64): void {
  for (; n > 0; n--, x += 8) f64.store(x, value);
}

export function countUp(x: usize, n: i32): void {
  for (let i = 0; i < n; i++, x += 8) f64.store(x, i as f64);
}

export function weightedSum(losses: usize, weights: usize, order: usize, from: usize, sum: usize, rows: i32): void {
  let result: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const s = weights ? f64.load(weights + (rowAt(order, from, i) << 3)) : 1;
    if (s > 0) result += s * f64.load(losses + ((i as usize) << 3));
  }
  f64.store(sum, result);
}

export function add(a: usize, b: usize, c: usize, n: i32): void {
  for (; n > 1; n -= 2, a += 16, b += 16, c += 16) v128.store(c, f64x2.add(v128.load(a), v128.load(b)));
  if (n) f64.store(c, f64.load(a) + f64.load(b));
}

export function multiply(a: usize, b: usize, c: usize, n: i32): void {
  for (; n > 1; n -= 2, a += 16, b += 16, c += 16) v128.store(c, f64x2.mul(v128.load(a), v128.load(b)));
  if (n) f64.store(c, f64.load(a) * f64.load(b));
}
