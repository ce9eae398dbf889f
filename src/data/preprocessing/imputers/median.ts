import { quantile } from '../statistics.js';
import type { Imputer } from './imputer.js';

/** The median of the values present. */
export const median = {
  number: (values) => ({ action: 'fill', value: quantile(values.slice().sort(), 0.5) }),
} satisfies Imputer;
