import { incompleteBeta } from './incomplete_beta.js';

/**
 * Probability that Student's t with so many degrees of freedom is at least as far from 0 as `t`, on either side:
 * I_x(ν/2, ½) with x = ν / (ν + t²). NaN where t is.
 */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  const sum = degreesOfFreedom + t * t;
  return incompleteBeta(degreesOfFreedom / sum, degreesOfFreedom / 2, 0.5, (t * t) / sum);
}
