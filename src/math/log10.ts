import { logOverBase } from './log_over_base.js';

/** The logarithm to base 10, exact for the powers of 10 that are float64 numbers. Measured error: below 0.65 ulp. */
export function log10(x: number): number {
  // 1 / ln 10 = 0.4342944771051407 (26 bits) + 4.798111141615973e-9; log10(2) = 0.30102999566383914 (41 bits) + …
  return logOverBase(x, 0.4342944771051407, 4.798111141615973e-9, 0.30102999566383914, 1.42050232272661e-13);
}
