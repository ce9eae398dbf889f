import { allFinite } from '../../math/all_finite.js';
import { Xoroshiro128Plus } from '../../xoroshiro.js';
import type { Kernels } from '../kernels.js';
import { compiledLoop } from '../loops.js';
import { numbersOf, Vector } from '../vector.js';
import { batches } from './batches.js';
import { encodings } from './encodings.js';
import { loops } from './loops.js';
import { accumulateProduct } from './matmul.js';
import { members } from './members.js';
import { recording } from './recording.js';
import { rowwise } from './rowwise.js';

const functions: Readonly<Record<string, (...values: never[]) => void>> = { ...loops, ...rowwise };

/** The plain TypeScript backend: the reference for the bits of every other, and the fallback. */
export const jsKernels: Kernels = {
  name: 'js',

  allocate: (length) => new Float64Array(length),

  allocateData: (length) => new Float64Array(length),

  release() {},

  allocateResult: (length) => new Float64Array(length),

  toBackendMemory: (array) => array,

  affine(x, w, b, y, rows, inputs, outputs) {
    const sums = numbersOf(y);
    if (b === null) sums.fill(0, 0, rows * outputs);
    else {
      const bias = numbersOf(b);
      for (let i = 0, k = 0; i < rows; i++) {
        for (let j = 0; j < outputs; j++, k++) sums[k] = bias[j];
      }
    }
    accumulateProduct(numbersOf(x), inputs, 1, numbersOf(w), 1, inputs, sums, rows, inputs, outputs);
  },

  matmul(a, b, c, m, k, n) {
    const sums = numbersOf(c);
    sums.fill(0, 0, m * n);
    accumulateProduct(numbersOf(a), k, 1, numbersOf(b), n, 1, sums, m, k, n);
  },

  matmulTransposed(a, b, c, m, k, n) {
    const sums = numbersOf(c);
    sums.fill(0, 0, m * n);
    accumulateProduct(numbersOf(a), 1, m, numbersOf(b), n, 1, sums, m, k, n);
  },

  add(a, b, c, n) {
    const [p, q, sum] = [numbersOf(a), numbersOf(b), numbersOf(c)];
    for (let i = 0; i < n; i++) sum[i] = p[i] + q[i];
  },

  multiply(a, b, c, n) {
    const [p, q, product] = [numbersOf(a), numbersOf(b), numbersOf(c)];
    for (let i = 0; i < n; i++) product[i] = p[i] * q[i];
  },

  copy(a, b, n) {
    const [from, to] = [numbersOf(a), numbersOf(b)];
    for (let i = 0; i < n; i++) to[i] = from[i];
  },

  keepMask(state, mask, n, rate) {
    const [numbers, values] = [numbersOf(state), numbersOf(mask)];
    if (numbers[0] === 0) return;
    const generator = new Xoroshiro128Plus(0, 0, 0, 0);
    generator.readState(numbers, 1);
    generator.fillUniform(values, n);
    const kept = 1 / (1 - rate);
    for (let i = 0; i < n; i++) values[i] = values[i] < rate ? 0 : kept;
    generator.writeState(numbers, 1);
  },

  fill: (x, n, value) => void numbersOf(x).fill(value, 0, n),

  allFinite(x, result, n) {
    numbersOf(result)[0] = Number(allFinite(numbersOf(x).subarray(0, n)));
  },

  ...members,
  ...encodings,
  ...batches,
  ...recording,

  loop: (name, options = {}) =>
    compiledLoop(name, options, (fn) => {
      const run = functions[fn];
      return (values) => {
        for (let i = 0; i < values.length; i++) {
          const value = values[i];
          if (value instanceof Vector) values[i] = numbersOf(value);
        }
        run(...(values as never[]));
      };
    }),
};
