import { resolve } from 'node:path';
import type { NamedConfig } from '../config/index.js';
import { backendFor, createKernels } from '../kernels/index.js';
import { readInitialTensors } from '../model/load_model.js';
import { fillNetwork } from '../model/tensors.js';
import type { Network } from '../nn/network.js';
import { networkCount } from '../training/options.js';
import { type LoadOptions, prepare, type ResolvedConfig } from '../training/prepare.js';
import { buildForTraining, type KernelsFor } from './network_for_training.js';

/** Prepares all that training needs before its first step. Writes nothing. */
export async function prepareRun(
  config: NamedConfig,
  loading: LoadOptions,
  kernelsFor: KernelsFor = (bytes) => createKernels(backendFor(bytes), {}),
) {
  const kernels = kernelsFor(0);
  const prepared = await prepare(config, { ...loading, allocate: kernels.allocateData });
  const network = buildForTraining(prepared, kernels, kernelsFor);
  return { ...prepared, network, initialize: initialWeights(prepared.config, network, loading) };
}

function initialWeights(config: ResolvedConfig, network: Network, loading: LoadOptions) {
  const { init_from: path } = config.training;
  if (path === undefined) return undefined;
  const each = readInitialTensors(resolve(loading.directory, path), network, networkCount(config));
  return (started: Network, restart: number) => fillNetwork(started, each[restart]);
}
