import { exp, log } from '../../math/index.js';
import type { rowwiseLoops } from '../rowwise.js';
import { largest, logSumExpAboveMax } from './log_softmax.js';

type Rowwise = (...values: never[]) => void;

/** yⱼ = e^xⱼ / Σₖ e^xₖ, with the row's maximum taken off x first so that nothing overflows. y may be x. */
function softmax(x: Float64Array, y: Float64Array, rows: number, columns: number): void {
  for (let start = 0; start < rows * columns; start += columns) {
    const end = start + columns;
    let max = x[start];
    for (let k = start + 1; k < end; k++) if (x[k] > max) max = x[k];
    let sum = 0;
    for (let k = start; k < end; k++) {
      const e = exp(x[k] - max);
      y[k] = e;
      sum += e;
    }
    for (let k = start; k < end; k++) y[k] /= sum;
  }
}

// dx = y ∘ (dy − Σ dy ∘ y), the Jacobian diag(y) − y yᵀ without forming it; dx may be dy
function softmaxBackward(
  y: Float64Array,
  dy: Float64Array,
  dx: Float64Array,
  rows: number,
  columns: number,
): void {
  for (let start = 0; start < rows * columns; start += columns) {
    const end = start + columns;
    let dot = 0;
    for (let k = start; k < end; k++) dot += dy[k] * y[k];
    for (let k = start; k < end; k++) dx[k] = y[k] * (dy[k] - dot);
  }
}

/**
 * PyTorch's CrossEntropyLoss: with ε = label_smoothing, t stands for (1 − ε) t + ε / columns. −log yⱼ = max a − aⱼ +
 * (log Σ e^a − max a)
 */
function softmaxCrossEntropy(
  a: Float64Array,
  y: Float64Array,
  t: Float64Array,
  losses: Float64Array,
  rows: number,
  columns: number,
  epsilon: number,
): void {
  const spread = epsilon / columns;
  for (let i = 0, start = 0; i < rows; i++, start += columns) {
    const max = a[largest(a, start, columns)];
    const above = logSumExpAboveMax(y, start, columns);
    let sum = 0;
    for (let k = start; k < start + columns; k++) {
      const target = (1 - epsilon) * t[k] + spread;
      if (target !== 0) sum += target * (max - a[k] + above);
    }
    losses[i] = sum;
  }
}

// da = s (y Σt − t), where t stands for share · t + spread
function softmaxGradient(
  y: Float64Array,
  t: Float64Array,
  scale: Float64Array,
  da: Float64Array,
  rows: number,
  columns: number,
  share: number,
  spread: number,
): void {
  for (let i = 0, start = 0; i < rows; i++, start += columns) {
    const end = start + columns;
    let total = 0;
    for (let k = start; k < end; k++) total += share * t[k] + spread;
    for (let k = start; k < end; k++) da[k] = scale[i] * (y[k] * total - (share * t[k] + spread));
  }
}

function softmaxCrossEntropyBackward(
  y: Float64Array,
  t: Float64Array,
  scale: Float64Array,
  da: Float64Array,
  rows: number,
  columns: number,
  epsilon: number,
): void {
  softmaxGradient(y, t, scale, da, rows, columns, 1 - epsilon, epsilon / columns);
}

/** Σ t (log t − log y), where t is not 0. */
function softmaxDivergence(
  a: Float64Array,
  y: Float64Array,
  t: Float64Array,
  losses: Float64Array,
  rows: number,
  columns: number,
): void {
  for (let i = 0, start = 0; i < rows; i++, start += columns) {
    const max = a[largest(a, start, columns)];
    const above = logSumExpAboveMax(y, start, columns);
    let sum = 0;
    for (let k = start; k < start + columns; k++) {
      if (t[k] !== 0) sum += t[k] * (log(t[k]) + (max - a[k] + above));
    }
    losses[i] = sum;
  }
}

function softmaxDivergenceBackward(
  y: Float64Array,
  t: Float64Array,
  scale: Float64Array,
  da: Float64Array,
  rows: number,
  columns: number,
): void {
  // adding −0 changes nothing
  softmaxGradient(y, t, scale, da, rows, columns, 1, -0);
}

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
  softmax,
  softmaxBackward,
  softmaxCrossEntropy,
  softmaxCrossEntropyBackward,
  softmaxDivergence,
  softmaxDivergenceBackward,
  wasserstein,
  wassersteinBackward,
};
