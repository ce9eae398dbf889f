import type { Split } from '../../data/dataset.js';
import type { Program } from '../../kernels/index.js';
import { weightUnit } from '../../metrics/index.js';
import type { Network } from '../../nn/network.js';
import { fillBatch } from '../objective/fill_batch.js';
import { evaluationPass } from '../passes.js';

/** Predictions of a network for a split, in evaluation mode. */
export interface Predictions {
  readonly rows: number;
  /**
   * The mean loss, Σ s ℓ / Σ s in the order of the rows that have a weight; s are the data's sample weights, class
   * weights are for training alone.
   */
  readonly loss: number;
  /** The loss of each row. */
  readonly losses: Float64Array;
  /** The head's output, [rows, outputs]. */
  readonly y: Float64Array;
}

/** The programs of networks in evaluation mode, forward and losses, by how many rows they take. */
const programs = new WeakMap<Network, Map<number, Program>>();

function evaluation(network: Network, rows: number): Program {
  const known = programs.get(network) ?? new Map<number, Program>();
  programs.set(network, known);
  const forward = () => {
    network.forward(rows, evaluationPass);
    network.losses(rows);
  };
  const program = known.get(rows) ?? network.layout.kernels.record(forward);
  known.set(rows, program);
  return program;
}

/**
 * Runs a split through the network, as many rows at once as it has memory for; a row's result does not depend on
 * that.
 */
export function predictSplit(network: Network, split: Split): Predictions {
  const { outputs } = network;
  const atOnce = network.x.length / network.inputs;
  const y = new Float64Array(split.rows * outputs);
  const losses = new Float64Array(split.rows);
  for (let from = 0; from < split.rows; from += atOnce) {
    const rows = Math.min(atOnce, split.rows - from);
    fillBatch(network, split, null, from, rows);
    evaluation(network, rows).run();
    for (let i = 0; i < rows; i++) losses[from + i] = network.rowLosses[i];
    for (let i = 0; i < rows * outputs; i++) y[from * outputs + i] = network.y[i];
  }
  return { rows: split.rows, loss: meanLoss(losses, split.weights), losses, y };
}

/** Σ s ℓ / Σ s over the rows that have a weight, in their order. */
export function meanLoss(losses: Float64Array, weights: Float64Array | undefined): number {
  const unit = weightUnit(weights);
  let loss = 0;
  let total = 0;
  for (let i = 0; i < losses.length; i++) {
    const s = weights ? weights[i] / unit : 1;
    if (s === 0) continue;
    loss += s * losses[i];
    total += s;
  }
  return loss / total;
}
