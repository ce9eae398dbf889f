import { powerOfFraction } from '../../math/partial.js';

/** t (1 − β) from which 1 − βᵗ is 1: βᵗ ≤ e^(−t (1 − β)) < 2⁻⁵⁴. */
const SETTLED = 38;

/** 1 − βᵗ: what a mean that starts from 0 and forgets by β has gathered of its weights after t steps; a formula. */
export const biasCorrection = (beta: number, t: number): number =>
  t * (1 - beta) > SETTLED ? 1 : 1 - powerOfFraction(beta, t);
