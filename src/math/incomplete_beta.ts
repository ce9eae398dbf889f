import { exp } from './exp.js';
import { log } from './log.js';
import { logGamma } from './log_gamma.js';
import { log1p } from './log1p.js';

/** Most terms of the continued fraction: it takes O(√max(a, b)). */
const mostTerms = 10_000;
const tiny = 1e-300;

/**
 * Regularized incomplete beta function I_x(a, b), for a and b ≥ ½ and x in [0, 1]: the continued fraction of DiDonato
 * and Morris (NIST Handbook 8.17.22) by the modified Lentz method, on the side where it converges fast. `y` is 1 − x,
 * for whoever knows it better than that.
 */
export function incompleteBeta(x: number, a: number, b: number, y = 1 - x): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x < (a + 1) / (a + b + 2) ? lower(x, y, a, b) : 1 - lower(y, x, b, a);
}

/** xᵃ (1 − x)ᵇ / (a B(a, b)) times the continued fraction. */
function lower(x: number, y: number, a: number, b: number): number {
  const logBeta = logGamma(a) + logGamma(b) - logGamma(a + b);
  return (exp(a * log(x) + b * (x < 0.5 ? log1p(-x) : log(y)) - logBeta) / a) * continuedFraction(x, a, b);
}

function continuedFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const factor = d * c;
    fraction *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON) break;
  }
  return fraction;
}
