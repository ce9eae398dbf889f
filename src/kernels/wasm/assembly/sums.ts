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
