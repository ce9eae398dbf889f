import type { Metric } from '../metric.js';
import type { Regression } from './input.js';
import { mse } from './mse.js';

/**
 * Root mean squared error √mse, of several outputs too (scikit-learn's root_mean_squared_error is then the mean of
 * their roots).
 */
export const rmse = {
  better: 'lower',
  unit: 'target',
  value: (input) => Math.sqrt(mse.value(input)),
} satisfies Metric<Regression>;
