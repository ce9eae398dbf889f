import type { Split } from '../../data/dataset.js';
import { numbersOf, type Program } from '../../kernels/index.js';
import type { AdversarialInput } from '../../metrics/index.js';
import type { Network } from '../../nn/network.js';
import type { LatentNode } from '../../nn/variational/find.js';
import { random } from '../../random.js';
import { fillBatch } from '../objective/fill_batch.js';
import { evaluationPass, type SamplingPass, samplingPass } from '../passes.js';
import { judgeSplit } from './judged.js';
import { MeanLoss } from './mean_loss.js';

/** Predictions of a network for a split, in evaluation mode. */
export interface Predictions {
  readonly rows: number;
  /**
   * The mean loss, Σ s ℓ / Σ s in the order of the rows that have a weight; s are the data's sample weights, class
   * weights are for training alone.
   */
  readonly loss: number;
  /** The loss of each row, where they were asked for. */
  readonly losses?: Float64Array;
  /** The head's output, [rows, outputs]. */
  readonly y: Float64Array;
  /** Moments of the outputs, [rows, 2 outputs], where they have a variance: see Network.moments. */
  readonly moments?: Float64Array;
  /** Input of the head's activation, [rows, outputs], where it was asked for; absent of averages, which have none. */
  readonly logits?: Float64Array;
  /** Terms of the loss of a variational autoencoder, by row; absent of other networks. */
  readonly density?: Density;
  /** Outputs of a discriminator for the rows, and for as many that its generator gives; absent of other networks. */
  readonly judged?: Judged;
}

/** Outputs of a discriminator, and the generator's losses: see AdversarialInput. */
export type Judged = Pick<AdversarialInput, 'real' | 'sampled' | 'generatorLosses'>;

/** Options of predictions. */
export interface PredictionOptions {
  readonly withLogits?: boolean;
  readonly withLosses?: boolean;
}

/** −log p(row | code) and the divergence of the codes of each row: see DensityInput. */
export interface Density {
  readonly reconstruction: Float64Array;
  readonly divergence: Float64Array;
}

/** The programs of networks in evaluation mode, forward and losses, by how many rows they take. */
const programs = new WeakMap<Network, Map<number, Program>>();
/** The passes of those that draw codes. */
const passes = new WeakMap<Network, SamplingPass>();

function evaluation(network: Network, rows: number): Program {
  const known = programs.get(network) ?? new Map<number, Program>();
  programs.set(network, known);
  const forward = () => {
    network.forward(rows, passes.get(network) ?? evaluationPass);
    // of a network with codes, the likelihood alone: the divergence has the weight that training has come to
    if (network.latent) network.head.losses(rows);
    else network.losses(rows);
  };
  const program = known.get(rows) ?? network.layout.kernels.record(forward);
  known.set(rows, program);
  return program;
}

/** Has codes drawn from the same random numbers whenever a split is measured, in the order of its rows. */
function drawAnew(network: Network): void {
  const pass = passes.get(network) ?? samplingPass();
  pass.random = random(0, 'check');
  passes.set(network, pass);
}

/**
 * Runs a split through the network, as many rows at once as it has memory for; a row's result does not depend on
 * that. Codes of a variational autoencoder are drawn, one a row. Those of a GAN are judged, and y is what it generates.
 */
export function predictSplit(
  network: Network,
  split: Split,
  { withLogits = false, withLosses = false }: PredictionOptions = {},
): Predictions {
  if (network.discriminator) return judgeSplit(network, network.discriminator, split);
  const { outputs } = network;
  const atOnce = network.x.length / network.inputs;
  const y = network.layout.kernels.allocateResult(split.rows * outputs);
  const losses = withLosses ? new Float64Array(split.rows) : undefined;
  const mean = new MeanLoss(split.weights);
  const { latent, members, graph } = network;
  const hasLogits = withLogits && members === 1 && !graph.end.isActivated;
  const logits = hasLogits ? new Float64Array(y.length) : undefined;
  const moments = network.moments ? new Float64Array(2 * y.length) : undefined;
  const density = latent && {
    reconstruction: new Float64Array(split.rows),
    divergence: new Float64Array(split.rows),
  };
  if (latent) drawAnew(network);
  for (let from = 0; from < split.rows; from += atOnce) {
    const rows = Math.min(atOnce, split.rows - from);
    fillBatch(network, split, null, from, rows);
    evaluation(network, rows).run();
    if (latent) takeDensity(latent.operation, density!, network.rowLosses, from, rows);
    const { rowLosses } = network;
    for (let i = 0; i < rows; i++) mean.add(from + i, rowLosses[i]);
    losses?.set(rowLosses.subarray(0, rows), from);
    y.set(network.y.subarray(0, rows * outputs), from * outputs);
    moments?.set(network.moments!.subarray(0, rows * 2 * outputs), from * 2 * outputs);
    logits?.set(network.valueOf(graph.end.a).subarray(0, rows * outputs), from * outputs);
  }
  return {
    rows: split.rows,
    loss: mean.value,
    y,
    ...(moments && { moments }),
    ...(losses && { losses }),
    ...(logits && { logits }),
    ...(density && { density }),
  };
}

/** Takes apart what the rows of a batch lose: `losses` are their reconstructions' before, and all of it after. */
function takeDensity(
  { beta, divergence: memory }: LatentNode['operation'],
  { reconstruction, divergence }: Density,
  losses: Float64Array,
  from: number,
  rows: number,
): void {
  const ofBatch = numbersOf(memory.vector);
  for (let i = 0; i < rows; i++) {
    reconstruction[from + i] = losses[i];
    divergence[from + i] = ofBatch[i];
    losses[i] += beta * ofBatch[i];
  }
}
