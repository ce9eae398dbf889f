import { quantile } from '../statistics.js';
import type { Scaler } from './scaler.js';

/**
 * Scales to median 0 and interquartile range 1, or half the range where the quartiles are equal, then clips smoothly:
 * z / √(1 + (z/3)²). Holzmüller et al., NeurIPS 2024 (RealMLP).
 */
export const robustSmooth = {
  fit(values) {
    const sorted = values.slice().sort();
    const [low, high] = [sorted[0], sorted[sorted.length - 1]];
    const center = quantile(sorted, 0.5);
    const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
    const isSpread = spread > values.length * Number.EPSILON * Math.abs(center);
    const scale = isSpread ? spread : 0.5 * high - 0.5 * low;
    return {
      center,
      scale,
      curve: { type: 'smooth_clip', range: [(low - center) / scale, (high - center) / scale] },
    };
  },
} satisfies Scaler;
