/** Share 1 − unexplained / all, made finite as scikit-learn does: 1 if nothing is unexplained, else 0 if all is 0. */
export function explainedShare(unexplained: number, all: number): number {
  if (unexplained === 0) return 1;
  return all === 0 ? 0 : 1 - unexplained / all;
}

/**
 * Sum Σ w (v − mean)², of values and weights [rows]. The mean is taken from the first value on, so that the result is
 * exactly 0 for equal values, whose mean may round to another number.
 */
export function squaresAboutMean(
  values: Float64Array,
  weights: Float64Array | undefined,
  total: number,
): number {
  const [origin] = values;
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += (weights?.[i] ?? 1) * (values[i] - origin);
  mean /= total;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - origin - mean;
    sum += (weights?.[i] ?? 1) * deviation * deviation;
  }
  return sum;
}
