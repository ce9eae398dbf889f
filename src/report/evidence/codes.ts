import type { Split } from '../../data/dataset.js';
import { numbersOf } from '../../kernels/index.js';
import { exp } from '../../math/index.js';
import type { Network } from '../../nn/network.js';
import { fillBatch } from '../../training/objective/fill_batch.js';
import { evaluationPass } from '../../training/passes.js';

/** Codes of rows by a variational autoencoder: their means, and how much each number of them tells. */
export interface Codes {
  /** Means, [rows, columns]. */
  readonly means: Float64Array;
  readonly columns: number;
  /** Mean divergence of each number from the prior, in nats: 0 of one that tells nothing of a row. */
  readonly told: readonly number[];
  /** Indices of the numbers, the one that tells most first. */
  readonly order: readonly number[];
}

/** Encodes the rows of a split. */
export function codesOf(network: Network, split: Split): Codes {
  const { mean, logVariance, operation } = network.latent!;
  const { columns } = operation;
  const atOnce = network.x.length / network.inputs;
  const means = new Float64Array(split.rows * columns);
  const told = new Array<number>(columns).fill(0);
  for (let from = 0; from < split.rows; from += atOnce) {
    const rows = Math.min(atOnce, split.rows - from);
    fillBatch(network, split, null, from, rows);
    network.layout.kernels.record(() => network.forward(rows, evaluationPass)).run();
    const [mu, s] = [numbersOf(network.valueOf(mean)), network.valueOf(logVariance)];
    means.set(mu.subarray(0, rows * columns), from * columns);
    for (let k = 0; k < rows * columns; k++)
      told[k % columns] += (0.5 * (mu[k] * mu[k] + exp(s[k]) - 1 - s[k])) / split.rows;
  }
  const order = told.map((_, j) => j).sort((a, b) => told[b] - told[a] || a - b);
  return { means, columns, told, order };
}

/** Parameters of the columns' distributions that codes [rows, columns] decode to, [rows, outputs]. */
export function decoded(network: Network, codes: Float64Array): Float64Array {
  const { code, layersBefore, operation } = network.latent!;
  const rows = codes.length / operation.columns;
  const memory = network.valueOf(code);
  const atOnce = network.x.length / network.inputs;
  const y = new Float64Array(rows * network.outputs);
  for (let from = 0; from < rows; from += atOnce) {
    const count = Math.min(atOnce, rows - from);
    memory.set(codes.subarray(from * operation.columns, (from + count) * operation.columns));
    network.layout.kernels.record(() => network.forward(count, evaluationPass, layersBefore + 1)).run();
    y.set(network.y.subarray(0, count * network.outputs), from * network.outputs);
  }
  return y;
}
