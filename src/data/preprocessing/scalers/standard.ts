import { mean } from '../statistics.js';
import type { Scaler } from './scaler.js';

/** Scales to mean 0 and standard deviation 1, that of the population (÷ n). scikit-learn's StandardScaler. */
export const standard = {
  fit(values) {
    const center = mean(values);
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += (values[i] - center) * (values[i] - center);
    return { center, scale: Math.sqrt(sum / values.length) };
  },
} satisfies Scaler;
