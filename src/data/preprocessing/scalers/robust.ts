import { quantile } from '../statistics.js';
import type { Scaler } from './scaler.js';

/** Scales to median 0 and interquartile range 1. scikit-learn's RobustScaler. */
export const robust = {
  fit(values) {
    const sorted = values.slice().sort();
    return { center: quantile(sorted, 0.5), scale: quantile(sorted, 0.75) - quantile(sorted, 0.25) };
  },
} satisfies Scaler;
