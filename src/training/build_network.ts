import { type EnsembleConfig, sharedEnsemble } from '../config/ensemble.js';
import { isGenerator } from '../config/objective.js';
import { backends, defaultBackend, type Kernels } from '../kernels/index.js';
import type { Inputs } from '../nn/encoders/index.js';
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

/** Settings by which a network is the variational autoencoder of a resolved objective. */
const variationalOf = (objective: TrainConfig['training']['objective']): NetworkConfig['variational'] =>
  objective && isGenerator(objective) ? { ...objective, decoder: objective.decoder ?? [] } : undefined;

/** Options of building a network. */
export interface BuildOptions {
  readonly inputGradient?: boolean;
  /** Networks of this config that stand side by side and are averaged: see NetworkConfig. */
  readonly branches?: number;
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
  { branches, ...options }: BuildOptions = {},
): Network {
  const variational = variationalOf(objective);
  const network = {
    ...{ layers, head, penalties: { l1, l2 }, ensemble: sharedEnsemble(ensemble), branches },
    ...(variational && { variational }),
  };
  return new Network(network, inputs, outputs, kernels, options);
}
