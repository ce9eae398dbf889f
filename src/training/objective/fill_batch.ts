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
  for (let i = 0; i < rows; i++) {
    const row = order === null ? from + i : order[from + i];
    for (let j = 0, to = i * inputs, at = row * inputs; j < inputs; j++) x[to + j] = split.x[at + j];
    if (oneHot) t[i * outputs + split.t[row]] = 1;
    else for (let j = 0, to = i * outputs, at = row * outputs; j < outputs; j++) t[to + j] = split.t[at + j];
  }
}
