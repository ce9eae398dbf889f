import type { Metric } from '../metric.js';
import { explainedVariance } from './explained_variance.js';
import type { Regression } from './input.js';
import { mae } from './mae.js';
import { maxError } from './max_error.js';
import { medianAbsoluteError } from './median_absolute_error.js';
import { mse } from './mse.js';
import { nll } from './nll.js';
import { r2 } from './r2.js';
import { rmse } from './rmse.js';

export const regressionMetrics = {
  mse,
  rmse,
  mae,
  r2,
  explained_variance: explainedVariance,
  max_error: maxError,
  median_absolute_error: medianAbsoluteError,
  nll,
} satisfies Record<string, Metric<Regression>>;

export type RegressionMetricName = keyof typeof regressionMetrics;
