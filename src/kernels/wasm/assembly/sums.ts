const MANY: i32 = 511;

/**
 * sums[j] = Σᵢ x[i, j] for `columns` of x[rows, xColumns], rows added in their order: up to eight columns at a time in
 * registers; or row by row, as memory lies, where a row is longer than a page of it.
 */
export function columnSums(x: usize, sums: usize, rows: i32, columns: i32, xColumns: i32): void {
  const row: usize = xColumns << 3;
  if (columns > MANY) {
    longRows(x, sums, rows, columns, row);
    return;
  }
  for (; columns >= 8; columns -= 8, x += 64, sums += 64) {
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let at = x;
    for (let i = rows; i > 0; i--, at += row) {
      s0 = f64x2.add(s0, v128.load(at));
      s1 = f64x2.add(s1, v128.load(at, 16));
      s2 = f64x2.add(s2, v128.load(at, 32));
      s3 = f64x2.add(s3, v128.load(at, 48));
    }
    v128.store(sums, s0);
    v128.store(sums, s1, 16);
    v128.store(sums, s2, 32);
    v128.store(sums, s3, 48);
  }
  for (; columns >= 2; columns -= 2, x += 16, sums += 16) {
    let s = f64x2.splat(0);
    let at = x;
    for (let i = rows; i > 0; i--, at += row) s = f64x2.add(s, v128.load(at));
    v128.store(sums, s);
  }
  if (columns) {
    let s: f64 = 0;
    for (let i = rows; i > 0; i--, x += row) s += f64.load(x);
    f64.store(sums, s);
  }
}

/** Sums x − x, which is 0 where x is finite, and NaN elsewhere. */
export function allFinite(x: usize, result: usize, n: i32): void {
  let s0: f64 = 0, s1 = s0, s2 = s0, s3 = s0;
  for (; n > 3; n -= 4, x += 32) {
    const x0 = f64.load(x), x1 = f64.load(x, 8), x2 = f64.load(x, 16), x3 = f64.load(x, 24);
    s0 += x0 - x0;
    s1 += x1 - x1;
    s2 += x2 - x2;
    s3 += x3 - x3;
  }
  for (; n > 0; n--, x += 8) s0 += f64.load(x) - f64.load(x);
  f64.store(result, select<f64>(1, 0, s0 + s1 + (s2 + s3) == 0));
}

function longRows(x: usize, sums: usize, rows: i32, columns: i32, row: usize): void {
  const bytes: usize = columns << 3;
  memory.fill(sums, 0, bytes);
  for (; rows > 0; rows--, x += row) {
    let j: usize = 0;
    for (; j + 8 < bytes; j += 16) v128.store(sums + j, f64x2.add(v128.load(sums + j), v128.load(x + j)));
    if (j < bytes) f64.store(sums + j, f64.load(sums + j) + f64.load(x + j));
  }
}
