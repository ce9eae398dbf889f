import { cos } from '../../math/index.js';

/** Cosine annealing from `start` at fraction 0 to `end` at fraction 1. */
export const annealed = (start: number, end: number, fraction: number): number =>
  end + (start - end) * 0.5 * (1 + cos(Math.PI * fraction));
