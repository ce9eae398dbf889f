/**
 * Copies `columns` ≤ 4 columns of b, k rows that are bStep bytes apart, into a panel of 4 columns a row, whose rest is
 * zeros: of what was there before, subnormal numbers would multiply a hundred times as slowly.
 */
export function packColumns(b: usize, bStep: usize, columns: i32, k: i32, to: usize): void {
  if (columns == 4) {
    for (; k > 0; k--) {
      v128.store(to, v128.load(b));
      v128.store(to, v128.load(b, 16), 16);
      b += bStep;
      to += 32;
    }
    return;
  }
  for (; k > 0; k--) {
    for (let j = 0; j < 4; j++) f64.store(to + (j << 3), j < columns ? f64.load(b + (j << 3)) : 0);
    b += bStep;
    to += 32;
  }
}

/** Packs columns that lie in rows, filled up like those: column j is k numbers side by side at w + j·wRow. */
export function packRows(w: usize, wRow: usize, columns: i32, k: i32, to: usize): void {
  if (columns == 4) {
    const w1 = w + wRow;
    const w2 = w1 + wRow;
    const w3 = w2 + wRow;
    let p: usize = 0;
    for (let pairs = k >> 1; pairs > 0; pairs--) {
      const r0 = v128.load(w + p);
      const r1 = v128.load(w1 + p);
      const r2 = v128.load(w2 + p);
      const r3 = v128.load(w3 + p);
      v128.store(to, v128.shuffle<f64>(r0, r1, 0, 2));
      v128.store(to, v128.shuffle<f64>(r2, r3, 0, 2), 16);
      v128.store(to, v128.shuffle<f64>(r0, r1, 1, 3), 32);
      v128.store(to, v128.shuffle<f64>(r2, r3, 1, 3), 48);
      p += 16;
      to += 64;
    }
    if (k & 1) {
      f64.store(to, f64.load(w + p));
      f64.store(to, f64.load(w1 + p), 8);
      f64.store(to, f64.load(w2 + p), 16);
      f64.store(to, f64.load(w3 + p), 24);
    }
    return;
  }
  for (let j = 0; j < 4; j++) {
    for (let p = 0; p < k; p++) f64.store(to + (p << 5), j < columns ? f64.load(w + (p << 3)) : 0);
    w += wRow;
    to += 8;
  }
}

/** Four rows of a side by side, each number twice. */
export function packDoubled(a: usize, aRow: usize, aStep: usize, k: i32, to: usize): void {
  const a1 = a + aRow;
  const a2 = a1 + aRow;
  const a3 = a2 + aRow;
  let p: usize = 0;
  for (; k > 0; k--) {
    v128.store(to, v128.load64_splat(a + p));
    v128.store(to, v128.load64_splat(a1 + p), 16);
    v128.store(to, v128.load64_splat(a2 + p), 32);
    v128.store(to, v128.load64_splat(a3 + p), 48);
    p += aStep;
    to += 64;
  }
}
