import * as z from '../../zod.js';
import type { SplitType } from './split_type.js';

/** Split without further parts: all rows are for training. */
export const none = {
  schema: z.strictObject({ type: z.literal('none') }),
  divide: (_table, rows) => ({ parts: { train: rows }, how: 'into no parts' }),
  keepClass: () => 'give the training data rows of this class, or leave it out of the others',
} satisfies SplitType<{ type: 'none' }>;
