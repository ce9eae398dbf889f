/** Constant 2^27 + 1: with c = SPLIT · v, c − (c − v) is v to 26 bits. */
const SPLIT = 134217729;

/** Rounds v to 26 bits, so that its product with another such part is exact (Veltkamp); |v| below 2^996. */
export function upperHalf(v: number): number {
  const c = SPLIT * v;
  return c - (c - v);
}

/** Rounding error a · b − product of product = a · b, exact where nothing overflows or underflows (Dekker 1971). */
export function productError(a: number, b: number, product: number): number {
  const highA = upperHalf(a);
  const lowA = a - highA;
  const highB = upperHalf(b);
  const lowB = b - highB;
  return highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
}
