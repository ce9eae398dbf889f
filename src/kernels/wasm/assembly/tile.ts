/**
 * A tile of c[rows, columns] = initial + Σₚ a(i, p) b(p, j) with all its sums in registers; p = 0 … k − 1 in order,
 * each product and each sum rounded on its own. Inlined with constant `rows` (4, 2 or 1) and `columns` (4, 3, 2 or 1),
 * each use is straight-line code of its own.
 *
 * a(i, p) is at a + i·aRow + p·aStep, row p of b at b + p·bStep with its columns side by side, row i of c at c +
 * i·cRow; `initial` is like c with rows initialRow apart, or 0 for zeros. All in bytes.
 */
@inline export function tile(
  rows: i32, columns: i32,
  a: usize, aRow: usize, aStep: usize,
  b: usize, bStep: usize,
  initial: usize, initialRow: usize,
  c: usize, cRow: usize,
  k: i32,
): void {
  const zero = f64x2.splat(0);
  let s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero;
  if (initial != 0) {
    s00 = loadFirst(columns, initial);
    s01 = loadSecond(columns, initial);
    if (rows > 1) {
      initial += initialRow;
      s10 = loadFirst(columns, initial);
      s11 = loadSecond(columns, initial);
    }
    if (rows > 2) {
      initial += initialRow;
      s20 = loadFirst(columns, initial);
      s21 = loadSecond(columns, initial);
      initial += initialRow;
      s30 = loadFirst(columns, initial);
      s31 = loadSecond(columns, initial);
    }
  }
  let a1 = a + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  for (; k > 0; k--) {
    const b0 = loadFirst(columns, b);
    const b1 = loadSecond(columns, b);
    const v0 = v128.load64_splat(a);
    s00 = f64x2.add(s00, f64x2.mul(v0, b0));
    if (columns > 2) s01 = f64x2.add(s01, f64x2.mul(v0, b1));
    a += aStep;
    if (rows > 1) {
      const v1 = v128.load64_splat(a1);
      s10 = f64x2.add(s10, f64x2.mul(v1, b0));
      if (columns > 2) s11 = f64x2.add(s11, f64x2.mul(v1, b1));
      a1 += aStep;
    }
    if (rows > 2) {
      const v2 = v128.load64_splat(a2);
      s20 = f64x2.add(s20, f64x2.mul(v2, b0));
      if (columns > 2) s21 = f64x2.add(s21, f64x2.mul(v2, b1));
      a2 += aStep;
      const v3 = v128.load64_splat(a3);
      s30 = f64x2.add(s30, f64x2.mul(v3, b0));
      if (columns > 2) s31 = f64x2.add(s31, f64x2.mul(v3, b1));
      a3 += aStep;
    }
    b += bStep;
  }
  storeColumns(columns, c, s00, s01);
  if (rows > 1) {
    c += cRow;
    storeColumns(columns, c, s10, s11);
  }
  if (rows > 2) {
    c += cRow;
    storeColumns(columns, c, s20, s21);
    c += cRow;
    storeColumns(columns, c, s30, s31);
  }
}

/** Columns 0 and 1 of a row. Never reads beyond its last column. */
@inline function loadFirst(columns: i32, at: usize): v128 {
  return columns > 1 ? v128.load(at) : v128.load64_zero(at);
}

/** Columns 2 and 3. */
@inline function loadSecond(columns: i32, at: usize): v128 {
  return columns > 3 ? v128.load(at, 16) : columns > 2 ? v128.load64_zero(at, 16) : f64x2.splat(0);
}

@inline function storeColumns(columns: i32, at: usize, first: v128, second: v128): void {
  if (columns > 1) v128.store(at, first);
  else v128.store64_lane(at, first, 0);
  if (columns > 3) v128.store(at, second, 16);
  else if (columns > 2) v128.store64_lane(at, second, 0, 16);
}

/**
 * The tile of 4 × 4 at the heart of large products, from packed panels: 4 columns of b side by side, and 4 rows of a
 * side by side, each number twice, so that a step is 6 loads, 8 products and 8 sums, all in the 16 registers of x86. k
 * > 0.
 *
 * A turn is sixteen steps, as V8 adds some twenty instructions to each. A test keeps the steps apart: in one block of
 * code V8 moves all loads to its beginning, and runs out of registers.
 */
@inline export function tile4x4(
  a: usize, b: usize,
  initial: usize, initialRow: usize,
  c: usize, cRow: usize,
  k: i32,
): void {
  const zero = f64x2.splat(0);
  let s00 = zero, s01 = zero, s10 = zero, s11 = zero, s20 = zero, s21 = zero, s30 = zero, s31 = zero;
  if (initial != 0) {
    s00 = v128.load(initial);
    s01 = v128.load(initial, 16);
    initial += initialRow;
    s10 = v128.load(initial);
    s11 = v128.load(initial, 16);
    initial += initialRow;
    s20 = v128.load(initial);
    s21 = v128.load(initial, 16);
    initial += initialRow;
    s30 = v128.load(initial);
    s31 = v128.load(initial, 16);
  }
  let b0: v128, b1: v128, v: v128;
  while (true) {
    // for STEP = 0 … 15 (src/build/kernels)
    b0 = v128.load(b, 32 * STEP);
    b1 = v128.load(b, 32 * STEP + 16);
    v = v128.load(a, 64 * STEP);
    s00 = f64x2.add(s00, f64x2.mul(v, b0));
    s01 = f64x2.add(s01, f64x2.mul(v, b1));
    v = v128.load(a, 64 * STEP + 16);
    s10 = f64x2.add(s10, f64x2.mul(v, b0));
    s11 = f64x2.add(s11, f64x2.mul(v, b1));
    v = v128.load(a, 64 * STEP + 32);
    s20 = f64x2.add(s20, f64x2.mul(v, b0));
    s21 = f64x2.add(s21, f64x2.mul(v, b1));
    v = v128.load(a, 64 * STEP + 48);
    s30 = f64x2.add(s30, f64x2.mul(v, b0));
    s31 = f64x2.add(s31, f64x2.mul(v, b1));
    if (--k == 0) break;
    // end
    a += 64 * 16;
    b += 32 * 16;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  c += cRow;
  v128.store(c, s10);
  v128.store(c, s11, 16);
  c += cRow;
  v128.store(c, s20);
  v128.store(c, s21, 16);
  c += cRow;
  v128.store(c, s30);
  v128.store(c, s31, 16);
}
