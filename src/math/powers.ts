const table = new Float64Array(2098);
let power = Number.MIN_VALUE; // 2^-1074
for (let index = 0; index < table.length; index++) {
  table[index] = power;
  power *= 2;
}

/** Power 2^k for an integer k in [−1074, 1023]. */
export function powerOfTwo(k: number): number {
  return table[(k | 0) + 1074];
}

/** Power 2^-k for an integer k in [−1023, 1074]. */
export function inversePowerOfTwo(k: number): number {
  return table[1074 - (k | 0)];
}

/**
 * Product v · 2^k for an integer |k| ≤ 1100 where v is near 1: where 2^k is no float64, in two halves, so that only the
 * second can round (to a subnormal number) or overflow.
 */
export function timesPowerOfTwo(v: number, k: number): number {
  if (k > -1022 && k < 1023) return v * powerOfTwo(k);
  const half = k >> 1;
  return v * powerOfTwo(half) * powerOfTwo((k | 0) - half);
}
