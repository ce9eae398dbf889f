import type { rowwiseLoops } from '../rowwise.js';

type Rowwise = (...values: never[]) => void;

/** Σ |F_y − F_t|, F the running sums of a row, without that of the last column, which is 1. */
function wasserstein(
  y: Float64Array,
  t: Float64Array,
  losses: Float64Array,
  rows: number,
  columns: number,
): void {
  for (let i = 0, start = 0; i < rows; i++, start += columns) {
    let difference = 0;
    let sum = 0;
    for (let k = start; k < start + columns - 1; k++) {
      difference += y[k] - t[k];
      sum += Math.abs(difference);
    }
    losses[i] = sum;
  }
}

// dyⱼ = s Σ over k ≥ j of sign(F_y − F_t)ₖ, 0 at 0: the signs from left to right, then their sums from right to left
function wassersteinBackward(
  y: Float64Array,
  t: Float64Array,
  scale: Float64Array,
  dy: Float64Array,
  rows: number,
  columns: number,
): void {
  for (let i = 0, start = 0; i < rows; i++, start += columns) {
    const last = start + columns - 1;
    let difference = 0;
    for (let k = start; k < last; k++) {
      difference += y[k] - t[k];
      dy[k] = Math.sign(difference);
    }
    dy[last] = 0;
    let signs = 0;
    for (let k = last; k >= start; k--) {
      signs += dy[k];
      dy[k] = scale[i] * signs;
    }
  }
}

export const rowwise: Record<keyof typeof rowwiseLoops, Rowwise> = {
  wasserstein,
  wassersteinBackward,
};
