import { type EnsembleConfig, sharedEnsemble } from '../config/ensemble.js';
import { backends, defaultBackend, type Kernels } from '../kernels/index.js';
import type { Inputs } from '../nn/encoders/index.js';
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
  { layers, head, ensemble, training: { l1, l2 } }: TrainConfig,
  inputs: number | Inputs,
  outputs: number,
  kernels: Kernels = backends[defaultBackend],
  { branches, ...options }: BuildOptions = {},
): Network {
  const network = { layers, head, penalties: { l1, l2 }, ensemble: sharedEnsemble(ensemble), branches };
  return new Network(network, inputs, outputs, kernels, options);
}
