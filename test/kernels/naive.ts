/** c[i, j] += a(i, p) b(p, j) for p = 0, 1, 2 …: `at` says where the elements lie. */
export function naiveProduct(
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  m: number,
  k: number,
  n: number,
  at: { a: (i: number, p: number) => number; b: (p: number, j: number) => number },
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = c[i * n + j];
      for (let p = 0; p < k; p++) sum += a[at.a(i, p)] * b[at.b(p, j)];
      c[i * n + j] = sum;
    }
  }
}

export function naiveColumnSums(x: Float64Array, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += x[i * columns + j];
    sums[j] = sum;
  }
  return sums;
}
