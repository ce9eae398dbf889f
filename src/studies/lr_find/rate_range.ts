import { MlpError } from '../../errors.js';
import { networkJobs } from '../../jobs/restarts/train.js';
import { exp, log } from '../../math/index.js';
import type { Network } from '../../nn/network.js';
import { optimizers } from '../../nn/optimizers/index.js';
import type { Prepared } from '../../training/prepare_dataset.js';
import { beginRun } from '../../training/run.js';
import { supervisedWorkspace } from '../../training/supervised_workspace.js';

/** Options of a range test of learning rates. */
export interface RateRangeOptions {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly initialize?: (network: Network, restart: number) => void;
  pause?(): Promise<void> | undefined;
  stop(): boolean;
}

/** A step of the test: its rate, the mean loss of its batch before the step, and the smoothed loss. */
export interface RateStep {
  readonly rate: number;
  readonly loss: number;
  readonly smoothed: number;
}

/** Weight of the losses before in the smoothed one. */
const SMOOTHING = 0.9;
/** Times the least smoothed loss at which the test ends; that of fastai. */
const TOO_HIGH = 4;

/**
 * Refuses what no range of learning rates can be tested with.
 *
 * @throws MlpError `usage`.
 */
export function refuseWithoutRate({ config }: Pick<Prepared, 'config'>): void {
  const { type } = config.optimizer;
  const refuse = (why: string) => {
    throw new MlpError('usage', `${why}; mlp tune compares such settings by what training comes to`);
  };
  if ('iterate' in optimizers[type])
    refuse(`optimizer.type: "${type}" searches along a line for the length of each step itself`);
  if (type === 'rprop')
    refuse('optimizer.type: "rprop" has a step for each weight, of which learning_rate is only the first');
  if (config.training.objective?.type === 'gan')
    refuse(
      'training.objective: the losses of two networks against each other say nothing of a learning rate',
    );
}

/**
 * Trains from the initial weights with a rate that grows from step to step in equal ratios, and takes down the loss of
 * each batch. Smith, Cyclical learning rates for training neural networks, 2017. Ends when the smoothed loss is four
 * times the least (where that is positive), or not finite. Changes the network alone.
 */
export async function testRates(
  network: Network,
  prepared: Prepared,
  { from, to, steps, initialize, pause, stop }: RateRangeOptions,
): Promise<RateStep[]> {
  const { config, dataset } = prepared;
  const { optimizer, training } = config;
  const ratio = log(to / from) / (steps - 1);
  const schedule = { type: 'exponential', gamma: exp(ratio), warmup_epochs: 0 };
  const objective = training.objective;
  const tested = {
    optimizer: { ...optimizer, learning_rate: from, schedule } as typeof optimizer,
    // the divergence of a variational autoencoder counts in full from the start
    training: {
      ...training,
      ...(objective?.type === 'vae' && { objective: { ...objective, warmup_epochs: 0 } }),
    },
  };
  const [{ data, rows, seed }] = networkJobs(prepared, config, dataset);
  const workspace = supervisedWorkspace(network, tested, data, rows);
  const { batches, steps: taken } = workspace;
  const run = beginRun(workspace, seed, initialize);
  const found: RateStep[] = [];
  let average = 0;
  let weight = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps && !stop(); step++) {
    const batch = step % batches.count;
    if (batch === 0) batches.arrange(training.shuffle ? run.shuffling : null);
    // a schedule by epochs, whose epoch is one step
    taken.take({ epoch: step, batch, step, masks: run.masks }, batches, 1);
    const loss = taken.sums[0] / taken.sums[1];
    if (!Number.isFinite(loss)) break;
    average = SMOOTHING * average + (1 - SMOOTHING) * loss;
    weight *= SMOOTHING;
    const smoothed = average / (1 - weight);
    found.push({ rate: taken.learningRates[0], loss, smoothed });
    least = Math.min(least, smoothed);
    if (least > 0 && smoothed > TOO_HIGH * least) break;
    await pause?.();
  }
  return found;
}
