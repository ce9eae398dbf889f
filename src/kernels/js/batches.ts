import type { Batches } from '../kernels.js';

export const batches: Batches = {
  gather(source, order, from, x, rows, columns) {
    for (let i = 0, to = 0; i < rows; i++) {
      const at = order[from[0] + i] * columns;
      for (let j = 0; j < columns; j++, to++) x[to] = source[at + j];
    }
  },

  gatherOneHot(source, order, from, t, rows, columns) {
    t.fill(0, 0, rows * columns);
    for (let i = 0; i < rows; i++) t[i * columns + source[order[from[0] + i]]] = 1;
  },

  meanScale(weights, order, from, scale, total, rows) {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      scale[i] = weights[order[from[0] + i]];
      sum += scale[i];
    }
    if (sum > 0) for (let i = 0; i < rows; i++) scale[i] /= sum;
    total[0] = sum;
  },

  weightedSum(losses, weights, order, from, sum, rows) {
    let result = 0;
    for (let i = 0; i < rows; i++) {
      const s = weights === null ? 1 : weights[order[from[0] + i]];
      if (s > 0) result += s * losses[i];
    }
    sum[0] = result;
  },
};
