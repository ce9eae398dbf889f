import * as z from '../../zod.js';
import { setObject } from '../table/set_flag.js';
import { calibrationShare } from './fractions.js';
import type { SplitType } from './split_type.js';

/** Split without further parts: all rows are for training. */
export const none = {
  schema: z.strictObject({ type: z.literal('none') }),
  divide: (_table, rows) => ({ parts: { train: rows }, how: 'into no parts' }),
  keepClass: () => 'give the training data rows of this class, or leave it out of the others',
  calibrate: () => setObject('split', { type: 'random', validation: 0, calibration: calibrationShare }),
} satisfies SplitType<{ type: 'none' }>;
