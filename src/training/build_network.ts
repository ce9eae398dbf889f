import { type EnsembleConfig, sharedEnsemble } from '../config/ensemble.js';
import { isAdversarial } from '../config/objective.js';
import { networkInputs, type Preprocessing } from '../data/preprocessing/index.js';
import { backends, defaultBackend, type Kernels } from '../kernels/index.js';
import { type Inputs, plainInputs } from '../nn/encoders/index.js';
import type { Outputs } from '../nn/likelihood/index.js';
import { Network, type NetworkConfig } from '../nn/network.js';
import type { LoopConfig } from './options.js';

/** A resolved config, as far as training looks at it. */
export interface TrainConfig extends LoopConfig {
  readonly seed: number;
  readonly layers: NetworkConfig['layers'];
  readonly head: NetworkConfig['head'];
  readonly ensemble?: EnsembleConfig;
  readonly training: LoopConfig['training'] & NetworkConfig['penalties'];
}

/** Settings by which a network is one of a resolved objective: a variational autoencoder, a generator of a GAN. */
function objectiveSettings(
  objective: TrainConfig['training']['objective'],
): Pick<NetworkConfig, 'variational' | 'adversarial'> {
  if (objective?.type === 'vae') return { variational: { ...objective, decoder: objective.decoder ?? [] } };
  if (objective?.type === 'gan')
    return { adversarial: { discriminator: objective.discriminator ?? [], loss: objective.loss } };
  return {};
}

/** Inputs of the network of a resolved config: the columns of x, or the numbers of a code that a GAN makes rows of. */
export const inputsOf = (
  { training: { objective } }: Pick<TrainConfig, 'training'>,
  preprocessing: Pick<Preprocessing, 'features'>,
): Inputs => (isAdversarial(objective) ? plainInputs(objective.latent) : networkInputs(preprocessing));

/** Options of building a network. */
export interface BuildOptions {
  readonly inputGradient?: boolean;
  /** Networks of this config that stand side by side and are averaged: see NetworkConfig. */
  readonly branches?: number;
  /** Temperature of its probabilities; 1 where left out. */
  readonly temperature?: number;
}

/**
 * Builds the network that a config describes, for these inputs and `outputs` columns of y; claims no memory yet.
 * Inputs that are a number are so many columns of x, none encoded. Of folds and of initialisations it is one, unless
 * `branches` says otherwise.
 */
export function buildNetwork(
  { layers, head, ensemble, training: { l1, l2, objective } }: TrainConfig,
  inputs: number | Inputs,
  outputs: number | Outputs,
  kernels: Kernels = backends[defaultBackend],
  { branches, temperature, ...options }: BuildOptions = {},
): Network {
  const network = {
    ...{ layers, head, penalties: { l1, l2 }, ensemble: sharedEnsemble(ensemble), branches, temperature },
    ...objectiveSettings(objective),
  };
  return new Network(network, inputs, outputs, kernels, options);
}
