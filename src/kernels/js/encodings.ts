import type { Encodings } from '../kernels.js';
import { numbersOf } from '../vector.js';

export const encodings: Encodings = {
  copyColumns(x, z, rows, columns, outputs, from, at, count) {
    const [source, to] = [numbersOf(x), numbersOf(z)];
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < count; j++) to[i * outputs + at + j] = source[i * columns + from + j];
  },

  binOffsets(w, bias, offsets, bins, width) {
    const [weights, sums] = [numbersOf(w), numbersOf(offsets)];
    sums.set(numbersOf(bias).subarray(0, width));
    for (let k = 0; k < (bins - 1) * width; k++) sums[width + k] = sums[k] + weights[k];
  },

  piecewise(x, edges, offsets, slope, w, bin, fraction, z, rows, columns, outputs, input, at, bins, width) {
    const [xs, bounds, starts, v] = [x, edges, offsets, slope].map(numbersOf);
    const [weights, places, fractions, to] = [w, bin, fraction, z].map(numbersOf);
    for (let i = 0; i < rows; i++) {
      const value = xs[i * columns + input];
      const t = piecewiseBin(bounds, bins, value);
      const e = (value - bounds[t]) / (bounds[t + 1] - bounds[t]);
      places[i] = t;
      fractions[i] = e;
      const k = i * outputs + at;
      for (let j = 0; j < width; j++)
        to[k + j] = starts[t * width + j] + v[j] * value + weights[t * width + j] * e;
    }
  },

  piecewiseGradient(
    ...[x, dz, bin, fraction, dw, dslope, dbias, sums, rows, columns, outputs, input, at, bins, width]
  ) {
    const [xs, from, places, fractions] = [x, dz, bin, fraction].map(numbersOf);
    const [ofW, ofSlope, ofBias, later] = [dw, dslope, dbias, sums].map(numbersOf);
    ofW.fill(0, 0, bins * width);
    later.fill(0, 0, bins * width);
    ofSlope.fill(0, 0, width);
    for (let i = 0; i < rows; i++) {
      const value = xs[i * columns + input];
      const start = places[i] * width;
      for (let j = 0; j < width; j++) {
        const d = from[i * outputs + at + j];
        ofW[start + j] += fractions[i] * d;
        later[start + j] += d;
        ofSlope[j] += value * d;
      }
    }
    ofBias.fill(0, 0, width);
    for (let t = bins - 1; t >= 0; t--) {
      for (let j = 0; j < width; j++) {
        ofW[t * width + j] += ofBias[j];
        ofBias[j] += later[t * width + j];
      }
    }
  },

  piecewiseInput(dz, edges, slope, w, bin, dx, rows, columns, outputs, input, at, _bins, width) {
    const [from, bounds, v] = [dz, edges, slope].map(numbersOf);
    const [weights, places, to] = [w, bin, dx].map(numbersOf);
    for (let i = 0; i < rows; i++) {
      const t = places[i];
      const size = bounds[t + 1] - bounds[t];
      let sum = 0;
      for (let j = 0; j < width; j++)
        sum += (v[j] + weights[t * width + j] / size) * from[i * outputs + at + j];
      to[i * columns + input] = sum;
    }
  },

  embed(x, w, z, rows, columns, outputs, input, at, _levels, width) {
    const [xs, weights, to] = [x, w, z].map(numbersOf);
    for (let i = 0; i < rows; i++) {
      const start = levelOf(xs[i * columns + input]) * width;
      for (let j = 0; j < width; j++) to[i * outputs + at + j] = weights[start + j];
    }
  },

  embedGradient(x, dz, dw, rows, columns, outputs, input, at, levels, width) {
    const [xs, from, ofW] = [x, dz, dw].map(numbersOf);
    ofW.fill(0, 0, levels * width);
    for (let i = 0; i < rows; i++) {
      const start = levelOf(xs[i * columns + input]) * width;
      for (let j = 0; j < width; j++) ofW[start + j] += from[i * outputs + at + j];
    }
  },

  zeroColumns(dx, rows, columns, input, count) {
    const to = numbersOf(dx);
    for (let i = 0; i < rows; i++) to.fill(0, i * columns + input, i * columns + input + count);
  },
};

/** The last bin whose lower edge is not above x; 0 where there is none, or x is NaN. By halving. */
export function piecewiseBin(edges: ArrayLike<number>, bins: number, x: number): number {
  let t = 0;
  for (let left = bins; left > 1; ) {
    const half = left >> 1;
    if (x >= edges[t + half]) t += half;
    left -= half;
  }
  return t;
}

/** The nearest level: an index that a numeric gradient has moved a little stays the same. */
export const levelOf = (x: number): number => Math.floor(x + 0.5);
