/**
 * c[m, n] = initial + Σₚ a(i, p) b(p, j), where a(i, p) = a[i·aRow + p·aStep] and b(p, j) = b[p·bStep + j·bColumn]:
 * the strides make it any of the transposition forms. The initial value is what c holds; its rows are cRow apart.
 *
 * Tiles of 4 × 4 elements of c keep 16 sums in registers and use each loaded number four times; a panel of k that
 * fits the first-level cache is finished for all of c before the next is begun. Neither changes the order of a sum.
 */
export function accumulateProduct(
  a: Float64Array,
  aRow: number,
  aStep: number,
  b: Float64Array,
  bStep: number,
  bColumn: number,
  c: Float64Array,
  m: number,
  k: number,
  n: number,
  cRow = n,
): void {
  const mTiles = m - (m % 4);
  const nTiles = n - (n % 4);
  for (let from = 0; from < k; from += PANEL) {
    const to = Math.min(k, from + PANEL);
    for (let i = 0; i < mTiles; i += 4) {
      for (let j = 0; j < nTiles; j += 4) tile4x4(a, aRow, aStep, b, bStep, bColumn, c, cRow, i, j, from, to);
      for (let j = nTiles; j < n; j++) tile4x1(a, aRow, aStep, b, bStep, bColumn, c, cRow, i, j, from, to);
    }
    for (let i = mTiles; i < m; i++) {
      for (let j = 0; j < nTiles; j += 4) tile1x4(a, aRow, aStep, b, bStep, bColumn, c, cRow, i, j, from, to);
      for (let j = nTiles; j < n; j++) tile1x1(a, aRow, aStep, b, bStep, bColumn, c, cRow, i, j, from, to);
    }
  }
}

/** Steps of k in a panel: 4 columns of b, 8 bytes each, take 8 KiB of a 32 KiB cache. */
const PANEL = 256;

function tile4x4(
  a: Float64Array,
  aRow: number,
  aStep: number,
  b: Float64Array,
  bStep: number,
  bColumn: number,
  c: Float64Array,
  cRow: number,
  i: number,
  j: number,
  from: number,
  to: number,
): void {
  const c0 = i * cRow + j;
  const c1 = c0 + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let s00 = c[c0];
  let s01 = c[c0 + 1];
  let s02 = c[c0 + 2];
  let s03 = c[c0 + 3];
  let s10 = c[c1];
  let s11 = c[c1 + 1];
  let s12 = c[c1 + 2];
  let s13 = c[c1 + 3];
  let s20 = c[c2];
  let s21 = c[c2 + 1];
  let s22 = c[c2 + 2];
  let s23 = c[c2 + 3];
  let s30 = c[c3];
  let s31 = c[c3 + 1];
  let s32 = c[c3 + 2];
  let s33 = c[c3 + 3];
  let pa = i * aRow + from * aStep;
  let pb = j * bColumn + from * bStep;
  for (let p = from; p < to; p++) {
    const a0 = a[pa];
    const a1 = a[pa + aRow];
    const a2 = a[pa + 2 * aRow];
    const a3 = a[pa + 3 * aRow];
    const b0 = b[pb];
    const b1 = b[pb + bColumn];
    const b2 = b[pb + 2 * bColumn];
    const b3 = b[pb + 3 * bColumn];
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
    pa += aStep;
    pb += bStep;
  }
  c[c0] = s00;
  c[c0 + 1] = s01;
  c[c0 + 2] = s02;
  c[c0 + 3] = s03;
  c[c1] = s10;
  c[c1 + 1] = s11;
  c[c1 + 2] = s12;
  c[c1 + 3] = s13;
  c[c2] = s20;
  c[c2 + 1] = s21;
  c[c2 + 2] = s22;
  c[c2 + 3] = s23;
  c[c3] = s30;
  c[c3 + 1] = s31;
  c[c3 + 2] = s32;
  c[c3 + 3] = s33;
}

function tile4x1(
  a: Float64Array,
  aRow: number,
  aStep: number,
  b: Float64Array,
  bStep: number,
  bColumn: number,
  c: Float64Array,
  cRow: number,
  i: number,
  j: number,
  from: number,
  to: number,
): void {
  const c0 = i * cRow + j;
  let s0 = c[c0];
  let s1 = c[c0 + cRow];
  let s2 = c[c0 + 2 * cRow];
  let s3 = c[c0 + 3 * cRow];
  let pa = i * aRow + from * aStep;
  let pb = j * bColumn + from * bStep;
  for (let p = from; p < to; p++) {
    const v = b[pb];
    s0 += a[pa] * v;
    s1 += a[pa + aRow] * v;
    s2 += a[pa + 2 * aRow] * v;
    s3 += a[pa + 3 * aRow] * v;
    pa += aStep;
    pb += bStep;
  }
  c[c0] = s0;
  c[c0 + cRow] = s1;
  c[c0 + 2 * cRow] = s2;
  c[c0 + 3 * cRow] = s3;
}

function tile1x4(
  a: Float64Array,
  aRow: number,
  aStep: number,
  b: Float64Array,
  bStep: number,
  bColumn: number,
  c: Float64Array,
  cRow: number,
  i: number,
  j: number,
  from: number,
  to: number,
): void {
  const c0 = i * cRow + j;
  let s0 = c[c0];
  let s1 = c[c0 + 1];
  let s2 = c[c0 + 2];
  let s3 = c[c0 + 3];
  let pa = i * aRow + from * aStep;
  let pb = j * bColumn + from * bStep;
  for (let p = from; p < to; p++) {
    const v = a[pa];
    s0 += v * b[pb];
    s1 += v * b[pb + bColumn];
    s2 += v * b[pb + 2 * bColumn];
    s3 += v * b[pb + 3 * bColumn];
    pa += aStep;
    pb += bStep;
  }
  c[c0] = s0;
  c[c0 + 1] = s1;
  c[c0 + 2] = s2;
  c[c0 + 3] = s3;
}

function tile1x1(
  a: Float64Array,
  aRow: number,
  aStep: number,
  b: Float64Array,
  bStep: number,
  bColumn: number,
  c: Float64Array,
  cRow: number,
  i: number,
  j: number,
  from: number,
  to: number,
): void {
  let s = c[i * cRow + j];
  let pa = i * aRow + from * aStep;
  let pb = j * bColumn + from * bStep;
  for (let p = from; p < to; p++) {
    s += a[pa] * b[pb];
    pa += aStep;
    pb += bStep;
  }
  c[i * cRow + j] = s;
}
