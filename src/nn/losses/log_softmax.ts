import { log1p } from '../../math/index.js';
import { rowMax, rowSumWithout } from '../row_functions.js';

/**
 * −log yⱼ = max a − aⱼ + (log Σ e^aₖ − max a), for y = softmax(a). The last needs no exp, since y / max y = e^(a − max
 * a); and by log1p of the columns beside the largest, even a tiny loss has all its digits.
 */
export function minusLogSoftmax(a: number, y: number): number {
  const most = rowMax(y);
  return rowMax(a) - a + log1p(rowSumWithout(y, most) / most);
}
