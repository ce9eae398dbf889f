import * as z from '../../../zod.js';
import { bounds, type Distribution, points } from './distribution.js';

const options = z.strictObject({ log_uniform: bounds(z.number(), true), points });

/** Numbers of an interval whose logarithms are all alike: as many between 0.001 and 0.01 as between 0.01 and 0.1. */
export const logUniform = {
  options,
  domain: ({ log_uniform: [low, high], points }: z.infer<typeof options>) => ({
    ...{ low, high, points },
    log: true,
    whole: false,
  }),
} satisfies Distribution;
