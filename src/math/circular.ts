// sin and cos of x + y, |x| ≤ π/4 (and a little), |y| below half an ulp of x: what is left beside a leading part that
// is exact or whose error is known. Both polynomials interpolate in Chebyshev nodes in z = x².

/** Difference sin(x + y) − x, to 2^-57 of sin x. */
export function sinTail(x: number, y: number): number {
  const z = x * x;
  const z2 = z * z;
  const p =
    -0.16666666666666666 +
    0.008333333333333331 * z +
    z2 *
      (-0.0001984126984126506 +
        2.7557319219335453e-6 * z +
        z2 * (-2.5052106231157904e-8 + 1.605853141458901e-10 * z - z2 * 7.586685070091267e-13));
  return z * x * p + (y - 0.5 * z * y);
}

/** Difference cos(x + y) − (1 − x²/2 rounded), to 2^-59. */
export function cosTail(x: number, y: number): number {
  const z = x * x;
  const z2 = z * z;
  const half = 0.5 * z;
  const leading = 1 - half;
  const p =
    0.041666666666666664 -
    0.0013888888888887395 * z +
    z2 *
      (2.4801587298763433e-5 -
        2.7557317270560326e-7 * z +
        z2 * (2.0876146024689747e-9 - 1.1382614868556325e-11 * z));
  return 1 - leading - half + (z2 * p - x * y);
}
