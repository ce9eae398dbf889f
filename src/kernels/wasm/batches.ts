import type { Batches } from '../kernels.js';
import type { Exports } from './engine.js';

export const batches = (wasm: Exports): Batches => ({
  gather: (source, order, from, x, rows, columns) =>
    void wasm.gather(order.byteOffset, x.byteOffset, source.byteOffset, from.byteOffset, rows, columns),

  gatherOneHot: (source, order, from, t, rows, columns) =>
    void wasm.gatherOneHot(order.byteOffset, t.byteOffset, source.byteOffset, from.byteOffset, rows, columns),

  meanScale: (weights, order, from, scale, total, rows) =>
    void wasm.meanScale(
      weights.byteOffset,
      order.byteOffset,
      from.byteOffset,
      scale.byteOffset,
      total.byteOffset,
      rows,
    ),

  weightedSum: (losses, weights, order, from, sum, rows) =>
    void wasm.weightedSum(
      losses.byteOffset,
      weights?.byteOffset ?? 0,
      order.byteOffset,
      from.byteOffset,
      sum.byteOffset,
      rows,
    ),
});
