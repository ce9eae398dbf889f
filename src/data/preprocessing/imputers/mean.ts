import { mean as meanOf } from '../statistics.js';
import type { Imputer } from './imputer.js';

/** The mean of the values present. */
export const mean = { number: (values) => ({ action: 'fill', value: meanOf(values) }) } satisfies Imputer;
