import * as z from '../../../zod.js';
import { unscaled } from '../scaling.js';
import type { CategoryEncoding, Levels } from './encoding.js';
import { levelNames } from './levels.js';

/** A category as indicators: a column of x for each level, 1 in its own and 0 in the others. */
export const onehot = {
  of: 'category',
  unseen: 'all zeros',
  options: z.strictObject({}),
  stored: z.strictObject({}),
  fit: () => ({ type: 'onehot' as const }),
  names: (levels: Levels) => levelNames(levels).map((level) => `${levels.name}=${level}`),
  scalings: (levels) => levelNames(levels).map(() => unscaled),
  fill: () => (x, at, level) => {
    if (level >= 0) x[at + level] = 1;
  },
} satisfies CategoryEncoding;
