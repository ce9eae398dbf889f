import type { Kernels } from '../kernels/index.js';
import type { Parameter } from './layout.js';

/** Σ l1·‖W‖₁ + l2/2·‖W‖² over the weights that the config penalizes. */
export function penalty(parameters: readonly Parameter[]): number {
  let sum = 0;
  for (const { view: w, l1, l2 } of parameters) {
    if (l1 > 0) for (let i = 0; i < w.length; i++) sum += l1 * Math.abs(w[i]);
    if (l2 > 0) for (let i = 0; i < w.length; i++) sum += (l2 / 2) * w[i] * w[i];
  }
  return sum;
}

// dW += l1 sign(W) + l2 W
export function addPenaltyGradients(parameters: readonly Parameter[], kernels: Kernels): void {
  for (const { view, gradient, trainable, l1, l2 } of parameters) {
    if (!trainable || (l1 === 0 && l2 === 0)) continue;
    kernels.runInJs([view], [gradient.view], (w, dw) => {
      if (l1 > 0) for (let i = 0; i < w.length; i++) dw[i] += l1 * Math.sign(w[i]);
      if (l2 > 0) for (let i = 0; i < w.length; i++) dw[i] += l2 * w[i];
    });
  }
}
