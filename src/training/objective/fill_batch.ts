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
  const oneHot = columns < outputs;
  if (oneHot) t.fill(0, 0, rows * outputs);
  // rows that lie side by side are one copy: loops over numbers are slow as long as the engine has not compiled them
  if (order === null) {
    x.set(split.x.subarray(from * inputs, (from + rows) * inputs));
    if (oneHot) for (let i = 0; i < rows; i++) t[i * outputs + split.t[from + i]] = 1;
    else t.set(split.t.subarray(from * outputs, (from + rows) * outputs));
    return;
  }
  for (let i = 0; i < rows; i++) {
    const row = order[from + i];
    for (let j = 0, to = i * inputs, at = row * inputs; j < inputs; j++) x[to + j] = split.x[at + j];
    if (oneHot) t[i * outputs + split.t[row]] = 1;
    else for (let j = 0, to = i * outputs, at = row * outputs; j < outputs; j++) t[to + j] = split.t[at + j];
  }
}
