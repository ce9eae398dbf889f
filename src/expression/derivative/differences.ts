/** A derivative computed from values of the function alone. */
export interface Difference {
  readonly epsilon: number;
  /** Forward difference (f(x + ε) − f(x)) / ε: off by ε f″/2, and by the rounding of f over ε. */
  readonly forward: number;
  /** Central difference (f(x + ε) − f(x − ε)) / 2ε: off by ε² f‴/6, and by the rounding of f over ε. */
  readonly central: number;
}

/** Reciprocals 1/ε of the steps, exact, so that ε is the float64 nearest to a power of ten for each scale. */
const inverseSteps = [1e2, 1e4, 1e6, 1e8, 1e10];

/**
 * Differences of `f` by its i-th argument, with steps ε from large, where the formula is not exact, to small, where
 * rounding is the larger part. From |x| = 10 on ε grows with x by powers of ten, so that x + ε differs from x. NaN (in
 * JSON: null) where f has no value at x ± ε.
 */
export function differences(
  f: (values: readonly number[]) => number,
  values: readonly number[],
  i: number,
): Difference[] {
  const shifted = (step: number) => f(values.with(i, values[i] + step));
  const center = f(values);
  let scale = 1;
  while (scale * 10 <= Math.abs(values[i])) scale *= 10;
  return inverseSteps.map((inverse) => {
    const epsilon = scale / inverse;
    const above = shifted(epsilon);
    return {
      epsilon,
      forward: (above - center) / epsilon,
      central: (above - shifted(-epsilon)) / (2 * epsilon),
    };
  });
}
