const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** The next float64 after x ≥ 0. */
export function nextUp(x: number): number {
  float[0] = x;
  bits[0] += 1n;
  return float[0];
}

/** The distance from |x| to the next float64; that below it for the largest. */
export function ulp(x: number): number {
  const magnitude = Math.min(Math.abs(x), Number.MAX_VALUE / 2);
  const scale = Math.abs(x) > Number.MAX_VALUE / 2 ? 2 : 1;
  return (nextUp(magnitude) - magnitude) * scale;
}
