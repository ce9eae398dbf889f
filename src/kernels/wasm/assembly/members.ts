import { affineRows, multiplyRows } from './products';

// The members of an ensemble lie side by side in each row: the loops of js/members.ts, in the same order.

export function memberAffine(
  x: usize, w: usize, b: usize, y: usize, rows: i32, inputs: i32, outputs: i32, members: i32,
): void {
  const xRow: usize = (members * inputs) << 3;
  const yRow: usize = (members * outputs) << 3;
  for (; members > 0; members--) {
    affineRows(x, xRow, w, b, y, yRow, rows, inputs, outputs);
    x += inputs << 3;
    w += (outputs * inputs) << 3;
    y += outputs << 3;
    if (b) b += outputs << 3;
  }
}

export function memberMatmul(a: usize, b: usize, c: usize, rows: i32, k: i32, n: i32, members: i32): void {
  const aRow: usize = (members * k) << 3;
  const cRow: usize = (members * n) << 3;
  // few rows at a time where nothing is packed: c is then written from one end to the other
  const step = k < 8 ? min(rows, 4) : rows;
  for (; rows > 0; rows -= step, a += aRow * (step as usize), c += cRow * (step as usize)) {
    for (let i = 0; i < members; i++)
      multiplyRows(
        a + ((i * k) << 3), aRow, 8, b + ((i * k * n) << 3), n << 3, c + ((i * n) << 3), cRow,
        min(rows, step), k, n,
      );
  }
}

/** c[members, m, n], where a row of a and of b holds `allMembers`. */
export function memberMatmulTransposed(
  a: usize, b: usize, c: usize, m: i32, rows: i32, n: i32, members: i32, allMembers: i32,
): void {
  const aRow: usize = (allMembers * m) << 3;
  const bRow: usize = (allMembers * n) << 3;
  if (m < FEW) {
    rowByRow(a, aRow, b, bRow, c, m, rows, n, members);
    return;
  }
  for (; members > 0; members--) {
    multiplyRows(a, 8, aRow, b, bRow, c, n << 3, m, rows, n);
    a += m << 3;
    b += n << 3;
    c += (m * n) << 3;
  }
}

/** Columns of a from which on products by tiles are faster than row by row. */
const FEW: i32 = 4;

/** Multiplies with all sums in memory: b, which is much larger, is read from one end to the other. */
function rowByRow(
  a: usize, aRow: usize, b: usize, bRow: usize, c: usize, m: i32, rows: i32, n: i32, members: i32,
): void {
  const row: usize = n << 3;
  memory.fill(c, 0, (members * m * n) << 3);
  for (; rows > 0; rows--, a += aRow, b += bRow) {
    let from = a;
    let to = c;
    for (let i = 0, x = b; i < members; i++, x += row) {
      for (let p = 0; p < m; p++, from += 8) {
        const factor = v128.load64_splat(from);
        let at = x;
        let q = n;
        for (; q > 1; q -= 2, at += 16, to += 16)
          v128.store(to, f64x2.add(v128.load(to), f64x2.mul(factor, v128.load(at))));
        if (q) {
          f64.store(to, f64.load(to) + f64.load(from) * f64.load(at));
          to += 8;
        }
      }
    }
  }
}

export function memberWeights(
  w: usize, r: usize, s: usize, v: usize, members: i32, outputs: i32, inputs: i32, matrices: i32,
): void {
  let at = w;
  for (let i = 0; i < members; i++, r += inputs << 3) {
    if (matrices == 1) at = w;
    for (let p = 0; p < outputs; p++) {
      const factor: f64 = s ? f64.load(s + ((i * outputs + p) << 3)) : 1;
      const factors = f64x2.splat(factor);
      let scale = r;
      let q = inputs;
      for (; q > 1; q -= 2, at += 16, scale += 16, v += 16)
        v128.store(v, f64x2.mul(f64x2.mul(factors, v128.load(at)), v128.load(scale)));
      if (q) {
        f64.store(v, factor * f64.load(at) * f64.load(scale));
        at += 8;
        v += 8;
      }
    }
  }
}

export function memberWeightsGradient(
  dv: usize, w: usize, r: usize, s: usize, dw: usize, dr: usize, ds: usize,
  members: i32, outputs: i32, inputs: i32, matrices: i32,
): void {
  memory.fill(dw, 0, (matrices * outputs * inputs) << 3);
  memory.fill(dr, 0, (members * inputs) << 3);
  let at: usize = 0;
  for (let i = 0; i < members; i++) {
    if (matrices == 1) at = 0;
    for (let p = 0; p < outputs; p++) {
      const factor: f64 = s ? f64.load(s + ((i * outputs + p) << 3)) : 1;
      let sum: f64 = 0;
      for (let q = 0; q < inputs; q++, dv += 8, at += 8) {
        const slope = f64.load(dv);
        const scale = f64.load(r + (q << 3));
        const weight = f64.load(w + at);
        f64.store(dw + at, f64.load(dw + at) + factor * slope * scale);
        f64.store(dr + (q << 3), f64.load(dr + (q << 3)) + factor * slope * weight);
        sum += weight * scale * slope;
      }
      if (ds) f64.store(ds + ((i * outputs + p) << 3), sum);
    }
    r += inputs << 3;
    dr += inputs << 3;
  }
}

/** Computes some of `all` columns; row by row, so that memory is read from one end to the other. */
export function scaleGradients(
  w: usize, x: usize, dy: usize, dx: usize, dw: usize, db: usize, rows: i32, columns: i32, all: i32,
): void {
  const bytes: usize = columns << 3;
  const next: usize = (all << 3) - bytes;
  memory.fill(dw, 0, bytes);
  if (db) memory.fill(db, 0, bytes);
  for (; rows > 0; rows--, x += next, dy += next, dx += next) {
    let j: usize = 0;
    for (; j + 8 < bytes; j += 16, x += 16, dy += 16, dx += 16) {
      const slope = v128.load(dy);
      v128.store(dw + j, f64x2.add(v128.load(dw + j), f64x2.mul(v128.load(x), slope)));
      if (db) v128.store(db + j, f64x2.add(v128.load(db + j), slope));
      v128.store(dx, f64x2.mul(v128.load(w + j), slope));
    }
    if (j < bytes) {
      const slope = f64.load(dy);
      f64.store(dw + j, f64.load(dw + j) + f64.load(x) * slope);
      if (db) f64.store(db + j, f64.load(db + j) + slope);
      f64.store(dx, f64.load(w + j) * slope);
      x += 8;
      dy += 8;
      dx += 8;
    }
  }
}

export function repeat(x: usize, y: usize, rows: i32, columns: i32, times: i32, divisor: f64): void {
  for (; rows > 0; rows--, x += columns << 3) {
    for (let time = times; time > 0; time--) {
      for (let j = 0; j < columns; j++, y += 8) f64.store(y, f64.load(x + (j << 3)) / divisor);
    }
  }
}

export function sumRepeats(x: usize, y: usize, rows: i32, columns: i32, times: i32, divisor: f64): void {
  const row: usize = columns << 3;
  for (; rows > 0; rows--, x += row * (times as usize)) {
    for (let j = 0; j < columns; j++, y += 8) {
      let sum: f64 = 0;
      let at = x + (j << 3);
      for (let time = times; time > 0; time--, at += row) sum += f64.load(at);
      f64.store(y, sum / divisor);
    }
  }
}
