/** The values that are not missing. */
export const present = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value));

/** Mean; 0 of no values. */
export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return values.length === 0 ? 0 : sum / values.length;
}

/** Standard deviation of the values themselves (divided by n); 0 of no values. */
export function deviation(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - mean) * (values[i] - mean);
  return values.length === 0 ? 0 : Math.sqrt(sum / values.length);
}
