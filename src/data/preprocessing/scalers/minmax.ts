import type { Scaler } from './scaler.js';

/** Scales from 0 at the least value to 1 at the greatest. scikit-learn's MinMaxScaler. */
export const minmax = {
  fit(values) {
    let [low, high] = [values[0], values[0]];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return { center: low, scale: high - low };
  },
} satisfies Scaler;
