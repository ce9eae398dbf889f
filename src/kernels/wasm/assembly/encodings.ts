// Learned encodings of single columns: the loops of js/encodings.ts, two columns of z at once.

import { add, all, div, mul, put, take } from './vector';

/** The address of number `at` + j of row i of a matrix. */
@inline function place(matrix: usize, i: i32, columns: i32, at: i32): usize {
  return matrix + (((i as usize) * (columns as usize) + (at as usize)) << 3);
}

export function copyColumns(
  x: usize, z: usize, rows: i32, columns: i32, outputs: i32, from: i32, at: i32, count: i32,
): void {
  for (let i = 0; i < rows; i++)
    memory.copy(place(z, i, outputs, at), place(x, i, columns, from), (count as usize) << 3);
}

export function binOffsets(w: usize, bias: usize, offsets: usize, bins: i32, width: i32): void {
  const row: usize = width << 3;
  memory.copy(offsets, bias, row);
  for (let n = (bins - 1) * width; n > 0; n--, offsets += 8, w += 8)
    f64.store(offsets + row, f64.load(offsets) + f64.load(w));
}

@inline function binOf(edges: usize, bins: i32, x: f64): i32 {
  let t = 0;
  for (let left = bins; left > 1; ) {
    const half = left >> 1;
    if (x >= f64.load(edges + ((t + half) << 3))) t += half;
    left -= half;
  }
  return t;
}

export function piecewise(
  x: usize, edges: usize, offsets: usize, slope: usize, w: usize, bin: usize, fraction: usize, z: usize,
  rows: i32, columns: i32, outputs: i32, input: i32, at: i32, bins: i32, width: i32,
): void {
  for (let i = 0; i < rows; i++) {
    const value = f64.load(place(x, i, columns, input));
    const t = binOf(edges, bins, value);
    const edge = edges + (t << 3);
    const e = (value - f64.load(edge)) / (f64.load(edge, 8) - f64.load(edge));
    f64.store(place(bin, i, 1, 0), t as f64);
    f64.store(place(fraction, i, 1, 0), e);
    let to = place(z, i, outputs, at), start = place(offsets, t, width, 0), weight = place(w, t, width, 0);
    let v = slope;
    for (let n = width; n > 0; n -= 2, to += 16, start += 16, weight += 16, v += 16)
      put(n, to, add(add(take(n, start), mul(take(n, v), all(value))), mul(take(n, weight), all(e))));
  }
}

export function piecewiseGradient(
  x: usize, dz: usize, bin: usize, fraction: usize, dw: usize, dslope: usize, dbias: usize, sums: usize,
  rows: i32, columns: i32, outputs: i32, input: i32, at: i32, bins: i32, width: i32,
): void {
  const row: usize = width << 3;
  memory.fill(dw, 0, row * (bins as usize));
  memory.fill(sums, 0, row * (bins as usize));
  memory.fill(dslope, 0, row);
  for (let i = 0; i < rows; i++) {
    const value = all(f64.load(place(x, i, columns, input)));
    const e = all(f64.load(place(fraction, i, 1, 0)));
    const t = f64.load(place(bin, i, 1, 0)) as i32;
    let from = place(dz, i, outputs, at), weight = place(dw, t, width, 0), later = place(sums, t, width, 0);
    let v = dslope;
    for (let n = width; n > 0; n -= 2, from += 16, weight += 16, later += 16, v += 16) {
      const d = take(n, from);
      put(n, weight, add(take(n, weight), mul(e, d)));
      put(n, later, add(take(n, later), d));
      put(n, v, add(take(n, v), mul(value, d)));
    }
  }
  memory.fill(dbias, 0, row);
  for (let t = bins - 1; t >= 0; t--) {
    let weight = place(dw, t, width, 0), later = place(sums, t, width, 0), bias = dbias;
    for (let n = width; n > 0; n -= 2, weight += 16, later += 16, bias += 16) {
      const sum = take(n, bias);
      put(n, weight, add(take(n, weight), sum));
      put(n, bias, add(sum, take(n, later)));
    }
  }
}

export function piecewiseInput(
  dz: usize, edges: usize, slope: usize, w: usize, bin: usize, dx: usize,
  rows: i32, columns: i32, outputs: i32, input: i32, at: i32, bins: i32, width: i32,
): void {
  for (let i = 0; i < rows; i++) {
    const t = f64.load(place(bin, i, 1, 0)) as i32;
    const edge = edges + (t << 3);
    const size = all(f64.load(edge, 8) - f64.load(edge));
    let from = place(dz, i, outputs, at), weight = place(w, t, width, 0), v = slope;
    let sum: f64 = 0;
    for (let n = width; n > 0; n -= 2, from += 16, weight += 16, v += 16) {
      const terms = mul(add(take(n, v), div(take(n, weight), size)), take(n, from));
      sum += f64x2.extract_lane(terms, 0);
      if (n > 1) sum += f64x2.extract_lane(terms, 1);
    }
    f64.store(place(dx, i, columns, input), sum);
  }
}

export function embed(
  x: usize, w: usize, z: usize,
  rows: i32, columns: i32, outputs: i32, input: i32, at: i32, levels: i32, width: i32,
): void {
  for (let i = 0; i < rows; i++) {
    const level = (f64.load(place(x, i, columns, input)) + 0.5) as i32;
    memory.copy(place(z, i, outputs, at), place(w, level, width, 0), (width as usize) << 3);
  }
}

export function embedGradient(
  x: usize, dz: usize, dw: usize,
  rows: i32, columns: i32, outputs: i32, input: i32, at: i32, levels: i32, width: i32,
): void {
  memory.fill(dw, 0, ((levels as usize) * (width as usize)) << 3);
  for (let i = 0; i < rows; i++) {
    const level = (f64.load(place(x, i, columns, input)) + 0.5) as i32;
    let from = place(dz, i, outputs, at), weight = place(dw, level, width, 0);
    for (let n = width; n > 0; n -= 2, from += 16, weight += 16)
      put(n, weight, add(take(n, weight), take(n, from)));
  }
}

export function zeroColumns(dx: usize, rows: i32, columns: i32, input: i32, count: i32): void {
  for (let i = 0; i < rows; i++) memory.fill(place(dx, i, columns, input), 0, (count as usize) << 3);
}
