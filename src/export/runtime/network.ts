import { levelOf, piecewiseBin } from '../../kernels/js/encodings.js';
import { exp } from '../../math/index.js';
import { logitOf, sigmoidOf, softmaxOf } from '../../nn/temperature/probabilities.js';
import type { Int, Numbers } from './types.js';

// The operations of a network for one row, in the order of sums of the kernels: bias first, then the products, each
// product and each sum rounded by itself. The build prints them as JavaScript and as C (src/build/portable).

/** y = b + x wᵀ, with w [outputs, inputs]. */
export function affine(x: Numbers, w: Numbers, b: Numbers, y: Float64Array, inputs: Int, outputs: Int): void {
  for (let j = 0, k = 0; j < outputs; j++) {
    let sum = b[j];
    for (let i = 0; i < inputs; i++, k++) sum += x[i] * w[k];
    y[j] = sum;
  }
}

/** The affine map of each member of an ensemble, with w [members, outputs, inputs]. */
export function memberAffine(
  x: Numbers,
  w: Numbers,
  b: Numbers,
  y: Float64Array,
  inputs: Int,
  outputs: Int,
  members: Int,
): void {
  for (let m = 0, k = 0, at = 0; m < members; m++) {
    for (let j = 0; j < outputs; j++, at++) {
      let sum = b[at];
      for (let i = 0; i < inputs; i++, k++) sum += x[m * inputs + i] * w[k];
      y[at] = sum;
    }
  }
}

/** y = x wᵀ for each member of an ensemble, which share w [outputs, inputs]. */
export function sharedProduct(
  x: Numbers,
  w: Numbers,
  y: Float64Array,
  inputs: Int,
  outputs: Int,
  members: Int,
): void {
  for (let m = 0, at = 0; m < members; m++) {
    for (let j = 0, k = 0; j < outputs; j++, at++) {
      let sum = 0;
      for (let i = 0; i < inputs; i++, k++) sum += x[m * inputs + i] * w[k];
      y[at] = sum;
    }
  }
}

/** y = w ∘ (x − mean) / sd + b, with 1 / sd given. */
export function batchNorm(
  x: Numbers,
  mean: Numbers,
  inverseSd: Numbers,
  w: Numbers,
  b: Numbers,
  y: Float64Array,
  n: Int,
): void {
  for (let j = 0; j < n; j++) {
    const v = (x[j] - mean[j]) * inverseSd[j];
    y[j] = w[j] * v + b[j];
  }
}

/** y = a + b */
export function sum(a: Numbers, b: Numbers, y: Float64Array, n: Int): void {
  for (let j = 0; j < n; j++) y[j] = a[j] + b[j];
}

/** x for each member of an ensemble. */
export function repeat(x: Numbers, y: Float64Array, columns: Int, members: Int): void {
  for (let m = 0, k = 0; m < members; m++) for (let j = 0; j < columns; j++, k++) y[k] = x[j];
}

/** The mean over the members of an ensemble. */
export function meanOfMembers(x: Numbers, y: Float64Array, columns: Int, members: Int): void {
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let m = 0; m < members; m++) sum += x[m * columns + j];
    y[j] = sum / members;
  }
}

/** total += x */
export function accumulate(x: Numbers, total: Float64Array, n: Int): void {
  for (let j = 0; j < n; j++) total[j] += x[j];
}

/** y = x / divisor */
export function divide(x: Numbers, y: Float64Array, n: Int, divisor: number): void {
  for (let j = 0; j < n; j++) y[j] = x[j] / divisor;
}

/** Columns as they are, to others. */
export function copy(x: Numbers, from: Int, y: Float64Array, at: Int, n: Int): void {
  for (let j = 0; j < n; j++) y[at + j] = x[from + j];
}

/** The vector of a category's level. */
export function embed(level: number, w: Numbers, y: Float64Array, at: Int, width: Int): void {
  const start = levelOf(level) * width;
  for (let j = 0; j < width; j++) y[at + j] = w[start + j];
}

/** A number by its bins: offset of the bin + slope x + weight of the bin times the share of it. */
export function piecewise(
  x: number,
  edges: Numbers,
  offsets: Numbers,
  slope: Numbers,
  w: Numbers,
  y: Float64Array,
  at: Int,
  bins: Int,
  width: Int,
): void {
  const t = piecewiseBin(edges, bins, x);
  const e = (x - edges[t]) / (edges[t + 1] - edges[t]);
  for (let j = 0; j < width; j++) y[at + j] = offsets[t * width + j] + slope[j] * x + w[t * width + j] * e;
}

/** Means as they are, then variances V (ε + eˢ), of each member: see Moments. */
export function gaussianMoments(
  x: Numbers,
  y: Float64Array,
  initialVariance: Numbers,
  targets: Int,
  members: Int,
  epsilon: number,
): void {
  for (let m = 0, i = 0; m < members; m++, i += 2 * targets)
    for (let j = 0; j < targets; j++) {
      y[i + j] = x[i + j];
      y[i + targets + j] = initialVariance[j] * (epsilon + exp(x[i + targets + j]));
    }
}

/** Means and variances of the mixture of members side by side: see Mixture. */
export function mixture(x: Numbers, y: Float64Array, targets: Int, members: Int): void {
  for (let j = 0; j < targets; j++) {
    let sum = 0;
    for (let m = 0; m < members; m++) sum += x[m * 2 * targets + j];
    const mean = sum / members;
    let spread = 0;
    for (let m = 0; m < members; m++) {
      const e = x[m * 2 * targets + j] - mean;
      spread += x[m * 2 * targets + j + targets] + e * e;
    }
    y[j] = mean;
    y[targets + j] = spread / members;
  }
}

/** The probabilities of an average at another temperature. */
export function temper(p: Numbers, y: Float64Array, n: Int, temperature: number, isRowwise: boolean): void {
  for (let j = 0; j < n; j++) y[j] = logitOf(p[j], isRowwise) / temperature;
  if (isRowwise) softmaxOf(y, 0, n);
  else for (let j = 0; j < n; j++) y[j] = sigmoidOf(y[j]);
}
