import type { Split } from '../../data/dataset.js';
import type { Network } from '../../nn/network.js';

/**
 * Copies rows order[from … from + rows) of a split (or rows from … themselves, without an order) into the network's
 * x and t; of a generator whose inputs are codes into t alone. A class index becomes one-hot where the network has an
 * output for each class.
 */
export function fillBatch(
  network: Network,
  split: Split,
  order: Float64Array | null,
  from: number,
  rows: number,
): void {
  const { x, t, outputs, discriminator } = network;
  const inputs = discriminator ? 0 : network.inputs;
  const columns = split.t.length / split.rows;
  copyRows(split.x, x, inputs);
  if (columns >= outputs) {
    copyRows(split.t, t, outputs);
    return;
  }
  t.fill(0, 0, rows * outputs);
  for (let i = 0; i < rows; i++) t[i * outputs + split.t[order === null ? from + i : order[from + i]]] = 1;

  function copyRows(values: Float64Array, to: Float64Array, width: number): void {
    // rows that lie side by side are one copy: loops over numbers are slow until the engine has compiled them
    if (order === null) {
      to.set(values.subarray(from * width, (from + rows) * width));
      return;
    }
    for (let i = 0, k = 0; i < rows; i++)
      for (let j = 0, at = order[from + i] * width; j < width; j++, k++, at++) to[k] = values[at];
  }
}
