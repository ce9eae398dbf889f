import * as z from '../../../zod.js';
import { bounds, type Distribution, points } from './distribution.js';

const options = z
  .strictObject({ int: bounds(z.int()), log: z.boolean().default(false), points })
  .superRefine(({ int: [low], log }, { addIssue }) => {
    if (!log || low >= 1) return;
    const message = `a logarithmic scale has only numbers above 0, and starts at ${low} here; start at 1 at least`;
    addIssue({ code: 'custom', path: ['int'], message });
  });

/** Whole numbers of an interval, both ends included. */
export const int = {
  options,
  domain: ({ int: [low, high], log, points }: z.infer<typeof options>) => ({
    ...{ low, high, log },
    points: Math.min(points, high - low + 1),
    whole: true,
  }),
} satisfies Distribution;
