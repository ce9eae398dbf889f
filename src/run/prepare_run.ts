import { resolve } from 'node:path';
import type { NamedConfig } from '../config/index.js';
import { backendFor, backends, createKernels, fitsBesideData, type Kernels } from '../kernels/index.js';
import { readInitialTensors } from '../model/load_model.js';
import { fillNetwork } from '../model/tensors.js';
import type { Network } from '../nn/network.js';
import { batchSizes, largestBatch } from '../training/batches.js';
import { buildNetwork } from '../training/build_network.js';
import { mostTrainRows } from '../training/folds.js';
import { claimedBytes, requireMemory, trainingBytes } from '../training/memory.js';
import { networkCount } from '../training/options.js';
import { type LoadOptions, type Prepared, prepare, type ResolvedConfig } from '../training/prepare.js';
import { keptBytes } from './kept_network.js';

/** Chooses what computes by the bytes that training will claim of it. */
export type KernelsFor = (bytes: number) => Kernels;

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

/**
 * Builds the network of a prepared config, with its memory beside the data or, where there is no room, in another
 * backend.
 *
 * @throws MlpError `config` where this machine has not enough memory.
 */
function buildForTraining(
  { config, dataset, inputs, outputs }: Prepared,
  besideData: Kernels,
  kernelsFor: KernelsFor,
): Network {
  const rows = mostTrainRows(dataset);
  const counted = buildNetwork(config, inputs, outputs, backends.js);
  requireMemory(trainingBytes(counted, config, rows) + keptBytes(counted, config));
  const bytes = claimedBytes(counted, config, rows);
  const kernels = fitsBesideData(bytes) ? besideData : kernelsFor(bytes);
  const largest = largestBatch(batchSizes(config.training, rows, counted));
  return buildNetwork(config, inputs, outputs, kernels).allocate(largest);
}

function initialWeights(config: ResolvedConfig, network: Network, loading: LoadOptions) {
  const { init_from: path } = config.training;
  if (path === undefined) return undefined;
  const each = readInitialTensors(resolve(loading.directory, path), network, networkCount(config));
  return (started: Network, restart: number) => fillNetwork(started, each[restart]);
}
