import { exp } from './exp';
import { add, all, atLeast, div, mul, put, putColumn, sub, take, takeColumn } from './vector';

// Two rows at once, column after column, so that each row's sums are in the order of its columns. The last row of an odd
// number of them is both.

/** The largest of each of two rows: the first one if it is NaN, and no NaN else. */
// @ts-ignore: decorator
@inline
export function largestOfRows(from: usize, next: usize, row: usize): v128 {
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
