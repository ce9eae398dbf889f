import * as z from '../../../zod.js';
import { bounds, type Distribution, points } from './distribution.js';

const options = z.strictObject({ uniform: bounds(z.number()), points });

/** Numbers of an interval, all alike. */
export const uniform = {
  options,
  domain: ({ uniform: [low, high], points }: z.infer<typeof options>) => ({
    ...{ low, high, points },
    log: false,
    whole: false,
  }),
} satisfies Distribution;
