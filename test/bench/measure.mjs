/** Median, least and most. */
export function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { median, least: sorted[0], most: sorted.at(-1), runs: sorted.length };
}

/** The slope of log y over log x by least squares: the k of y ~ xᵏ. */
export function exponent(x, y) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const [meanU, meanV] = [mean(u), mean(v)];
  const covariance = mean(u.map((value, i) => (value - meanU) * (v[i] - meanV)));
  return covariance / mean(u.map((value) => (value - meanU) ** 2));
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Writes progress on stderr. */
export const progress = (text) => process.stderr.write(`${text}\n`);
