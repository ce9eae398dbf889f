import type { Network } from '../nn/network.js';
import { random } from '../random.js';
import { rowWeights } from './batch.js';
import { BatchGradient } from './batch_gradient.js';
import type { TrainConfig } from './build_network.js';
import { Trainer, type TrainerState, type TrainingData, type TrainingPass } from './trainer.js';
import { Updater } from './updater.js';

/** Sets a network up for a restart: from its initial values, or from where `state` was taken. The one before it is over then. */
export type BeginRestart = (restart: number, state?: TrainerState) => Trainer;

/** What all restarts share that one network goes through, one after the other: claimed once, as memory is not given back. */
export function createTrainers(
  network: Network,
  config: TrainConfig,
  data: TrainingData,
  initialize?: (network: Network) => void,
): BeginRestart {
  const { train, preprocessing } = data;
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.classes : [];
  const weights = rowWeights(train, classes, config.training.class_weight);
  const gradient = new BatchGradient(network, train, weights);
  const pass: TrainingPass = { training: true, frozen: false, random: random(config.seed, 'masks') };
  const updater = new Updater(network, gradient, config, pass);
  return (restart, state) => {
    const trainer = new Trainer(network, data, config, restart, updater, pass, gradient.order, initialize);
    if (state) trainer.restore(state);
    return trainer;
  };
}
