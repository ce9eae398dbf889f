import type { Imputer } from './imputer.js';

/** Refuses a missing value. */
export const error = {
  number: () => ({ action: 'error' }),
  category: () => ({ action: 'error' }),
} satisfies Imputer;
