import type { EnsembleConfig } from '../config/ensemble.js';
import { backends, defaultBackend, type Kernels } from '../kernels/index.js';
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

/** Builds the network that a config describes, for `inputs` columns of x and `outputs` of y; claims no memory yet. */
export function buildNetwork(
  { layers, head, ensemble, training: { l1, l2 } }: TrainConfig,
  inputs: number,
  outputs: number,
  kernels: Kernels = backends[defaultBackend],
  options?: { inputGradient: boolean },
): Network {
  const penalties = { l1, l2 };
  return new Network({ layers, head, penalties, ensemble }, inputs, outputs, kernels, options);
}
