/** a · b over n elements, summed in order. */
export function dot(a: Float64Array, b: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/** max |aᵢ| over n elements; NaN where one is. */
export function largest(a: Float64Array, n: number): number {
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(a[i]));
  return most;
}

/** Copies n elements: to ← from. */
export function copy(to: Float64Array, from: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) to[i] = from[i];
}
