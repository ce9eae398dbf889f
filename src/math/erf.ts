import { SPLIT } from './constants.js';
import { expSum } from './exp.js';

// erf x = x + x P(x²) for |x| < 1, and 1 − erfc |x| above.
// erfc x = exp(−x²) g(t) / (1 + 2x) for x ≥ ½ with t = (x − 3) / (x + 3), after Schonfelder (1978): (1 + 2x) e^(x²) erfc x is smooth
// in t. x² is taken exactly, in two parts, since exp multiplies its error.

/** erf(x) / x − 1 as a function of z = x² ≤ 1: interpolated in Chebyshev nodes, error 2^-56. */
function erfTail(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const p0 = 0.1283791670955126 - 0.37612638903183754 * z;
  const p1 = 0.1128379167095512 - 0.02686617064512984 * z;
  const p2 = 0.0052239776254232985 - 0.000854832702193483 * z;
  const p3 = 0.00012055332902888736 - 1.4925647567519332e-5 * z;
  const p4 = 1.6462045441468418e-6 - 1.6364642158167616e-7 * z;
  const p5 = 1.4792401209404813e-8 - 1.216456005728345e-9 * z;
  const p6 = 8.709045129053106e-11 - 4.230945824295338e-12 * z;
  return p0 + z2 * p1 + z4 * (p2 + z2 * p3 + z4 * (p4 + z2 * p5 + z4 * p6));
}

/** erfc(x) for x in [0.5, 28]. */
function complement(x: number): number {
  const square = x * x;
  const split = SPLIT * x;
  const high = split - (split - x);
  const low = x - high;
  const error = high * high - square + 2 * (high * low) + low * low;
  const t = (x - 3) / (x + 3);
  const t2 = t * t;
  const t4 = t2 * t2;
  // interpolated in Chebyshev nodes on t(½)…t(28), error 2^-56 before the coefficients are rounded
  const p0 = 1.2530080582697296 - 0.1356211061245812 * t;
  const p1 = -0.0475622943534507 + 0.12964515870276203 * t;
  const p2 = -0.11927366341531179 + 0.06830802734394434 * t;
  const p3 = -0.02377051491853638 + 0.002529391816335117 * t;
  const p4 = 0.0018886903564002055 - 0.0007798322714918795 * t;
  const p5 = -0.00010515976008945177 + 0.00012509932758636072 * t;
  const p6 = 4.9491714476033325e-6 - 2.0100376113106087e-5 * t;
  const p7 = -7.300550882569987e-7 + 3.471616676593574e-6 * t;
  const p8 = 3.52693258412998e-7 - 6.146346341425417e-7 * t;
  const p9 = -1.3432312409451292e-7 + 9.877438074940672e-8 * t;
  const p10 = 3.42329907978226e-8 - 1.0659628807393203e-8 * t - t2 * 4.325370719107278e-9;
  const g =
    p0 +
    t2 * p1 +
    t4 * (p2 + t2 * p3 + t4 * (p4 + t2 * p5 + t4 * (p6 + t2 * p7 + t4 * (p8 + t2 * p9 + t4 * p10))));
  return (expSum(-square, -error) * g) / (1 + 2 * x);
}

/** The error function 2/√π ∫₀ˣ exp(−t²) dt. */
export function erf(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < 1) return x + x * erfTail(x * x);
  if (Number.isNaN(x)) return x;
  const value = magnitude < 6 ? 1 - complement(magnitude) : 1;
  return x < 0 ? -value : value;
}

/** The complementary error function 1 − erf x, with full relative accuracy where it is small. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  if (x > 28) return 0;
  return complement(x);
}
