import type { MemberProducts } from '../kernels.js';
import { numbersOf } from '../vector.js';
import { accumulateProduct } from './matmul.js';

export const members: MemberProducts = {
  memberAffine(x, w, b, y, rows, inputs, outputs, members) {
    const [from, weights, to] = [numbersOf(x), numbersOf(w), numbersOf(y)];
    const bias = b && numbersOf(b);
    const [xRow, yRow] = [members * inputs, members * outputs];
    for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < yRow; j++, k++) to[k] = bias ? bias[j] : 0;
    for (let i = 0; i < members; i++) {
      const [mine, given] = [to.subarray(i * outputs), from.subarray(i * inputs)];
      const matrix = weights.subarray(i * outputs * inputs);
      accumulateProduct(given, xRow, 1, matrix, 1, inputs, mine, rows, inputs, outputs, yRow);
    }
  },

  memberMatmul(a, b, c, rows, k, n, members) {
    const [left, right, sums] = [numbersOf(a), numbersOf(b), numbersOf(c)];
    const [aRow, cRow] = [members * k, members * n];
    sums.fill(0, 0, rows * cRow);
    for (let i = 0; i < members; i++) {
      const mine = sums.subarray(i * n);
      accumulateProduct(
        left.subarray(i * k),
        aRow,
        1,
        right.subarray(i * k * n),
        n,
        1,
        mine,
        rows,
        k,
        n,
        cRow,
      );
    }
  },

  memberMatmulTransposed(a, b, c, m, rows, n, members) {
    const [left, right, sums] = [numbersOf(a), numbersOf(b), numbersOf(c)];
    const [aRow, bRow] = [members * m, members * n];
    sums.fill(0, 0, members * m * n);
    for (let i = 0; i < members; i++) {
      const mine = sums.subarray(i * m * n);
      accumulateProduct(left.subarray(i * m), 1, aRow, right.subarray(i * n), bRow, 1, mine, m, rows, n);
    }
  },

  memberWeights(w, r, s, v, members, outputs, inputs, matrices) {
    const [weights, scale, to] = [numbersOf(w), numbersOf(r), numbersOf(v)];
    const outputScale = s && numbersOf(s);
    for (let i = 0, k = 0; i < members; i++) {
      let at = matrices === 1 ? 0 : i * outputs * inputs;
      for (let p = 0; p < outputs; p++) {
        const factor = outputScale ? outputScale[i * outputs + p] : 1;
        for (let q = 0; q < inputs; q++, k++, at++) to[k] = factor * weights[at] * scale[i * inputs + q];
      }
    }
  },

  memberWeightsGradient(dv, w, r, s, dw, dr, ds, members, outputs, inputs, matrices) {
    const [from, weights, scale] = [numbersOf(dv), numbersOf(w), numbersOf(r)];
    const [outputScale, dOutputScale] = [s && numbersOf(s), ds && numbersOf(ds)];
    const [dWeights, dScale] = [numbersOf(dw), numbersOf(dr)];
    dWeights.fill(0, 0, matrices * outputs * inputs);
    dScale.fill(0, 0, members * inputs);
    for (let i = 0, k = 0; i < members; i++) {
      let at = matrices === 1 ? 0 : i * outputs * inputs;
      for (let p = 0; p < outputs; p++) {
        const factor = outputScale ? outputScale[i * outputs + p] : 1;
        let sum = 0;
        for (let q = 0; q < inputs; q++, k++, at++) {
          const slope = factor * from[k];
          const product = weights[at] * scale[i * inputs + q];
          dWeights[at] += slope * scale[i * inputs + q];
          dScale[i * inputs + q] += slope * weights[at];
          sum += product * from[k];
        }
        if (dOutputScale) dOutputScale[i * outputs + p] = sum;
      }
    }
  },

  scaleGradients(w, x, dy, dx, dw, db, rows, columns) {
    const [scale, given, slopes, to] = [numbersOf(w), numbersOf(x), numbersOf(dy), numbersOf(dx)];
    const [dScale, dBias] = [numbersOf(dw), db && numbersOf(db)];
    dScale.fill(0, 0, columns);
    dBias?.fill(0, 0, columns);
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        const slope = slopes[k];
        dScale[j] += given[k] * slope;
        if (dBias) dBias[j] += slope;
        to[k] = scale[j] * slope;
      }
    }
  },

  repeat(x, y, rows, columns, times, divisor) {
    const [from, to] = [numbersOf(x), numbersOf(y)];
    for (let i = 0, k = 0; i < rows; i++) {
      for (let time = 0; time < times; time++)
        for (let j = 0; j < columns; j++, k++) to[k] = from[i * columns + j] / divisor;
    }
  },

  sumRepeats(x, y, rows, columns, times, divisor) {
    const [from, to] = [numbersOf(x), numbersOf(y)];
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, k++) {
        let sum = 0;
        for (let time = 0; time < times; time++) sum += from[(i * times + time) * columns + j];
        to[k] = sum / divisor;
      }
    }
  },
};
