import { backends, fitsBesideData, type Kernels } from '../kernels/index.js';
import type { Network } from '../nn/network.js';
import { batchSizes, largestBatch } from '../training/batches.js';
import { buildNetwork } from '../training/build_network.js';
import { mostTrainRows } from '../training/folds.js';
import { claimedBytes, requireMemory, trainingBytes } from '../training/memory.js';
import type { Prepared } from '../training/prepare_dataset.js';
import { keptBytes } from './kept_network.js';

/** Chooses what computes by the bytes that training will claim of it. */
export type KernelsFor = (bytes: number) => Kernels;

/**
 * Builds the network of a prepared config, with its memory beside the data or, where there is no room, in another
 * backend.
 *
 * @throws MlpError `config` where this machine has not enough memory.
 */
export function buildForTraining(
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
