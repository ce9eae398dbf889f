import * as z from '../../zod.js';
import type { SplitType } from './split_type.js';

/** Split without further parts: all rows are for training. */
export const none = {
  schema: z.strictObject({ type: z.literal('none') }),
  divide: (_table, rows) => ({ train: rows }),
} satisfies SplitType<{ type: 'none' }>;
