import { exp } from './exp';
import { choose } from './scalar';
import { all, div, mul, put, sub, take } from './vector';

/** The maximum taken off each row, then exp of all rows as one, then each row divided by its sum, added in column order. */
export function softmax(x: usize, y: usize, rows: i32, columns: i32): void {
  const row: usize = columns << 3;
  for (let i = 0; i < rows; i++) {
    const from = x + (i as usize) * row;
    const end = from + row;
    let most = f64.load(from);
    for (let k = from + 8; k < end; k += 8) {
      const v = f64.load(k);
      most = choose<f64>(v > most, v, most);
    }
    let to = y + (i as usize) * row;
    let n = columns;
    let k = from;
    for (; n > 1; n -= 2, k += 16, to += 16) v128.store(to, sub(v128.load(k), all(most)));
    if (n) f64.store(to, f64.load(k) - most);
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
