import type { Imputer } from './imputer.js';

/** Leaves out the rows with a missing value; a prediction for such a row is empty. */
export const drop = {
  number: () => ({ action: 'drop' }),
  category: () => ({ action: 'drop' }),
} satisfies Imputer;
