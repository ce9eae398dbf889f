import { platform } from '#platform';
import { MlpError } from '../errors.js';
import { formatCount } from '../format_count.js';
import type { Network } from '../nn/network.js';
import { type FullBatchOptimizer, type Optimizer, optimizers, stateNames } from '../nn/optimizers/index.js';
import { STATE_NUMBERS } from '../random.js';
import { batchSizes, largestBatch } from './batches.js';
import { optimizersOf } from './objective/index.js';
import { correctionNumbers } from './optimizer/step_corrections.js';
import { stepNumbers } from './optimizer/step_memory.js';
import type { LoopConfig } from './options.js';

/** Bytes of parameters, gradients, statistics, and a pass of `rows`. */
export function networkBytes(network: Network, rows: number): number {
  const { parameters, statistics, pass } = network.count(rows);
  return 8 * (2 * parameters + statistics + pass);
}

/**
 * Bytes that training on `trainRows` claims of the backend: for the network, what the optimizer keeps, and the
 * numbers of the steps.
 */
export function claimedBytes(network: Network, config: LoopConfig, trainRows: number): number {
  const rows = largestBatch(batchSizes(config.training, trainRows, network));
  const each = optimizersOf(config);
  const { discriminator } = network;
  const trained = discriminator ? [discriminator, network] : [network];
  const slots = trained.reduce((sum, { layout }, i) => {
    const rule: Optimizer | FullBatchOptimizer = optimizers[each[i].type];
    const numbers = stateNames(rule, each[i]).length * layout.count(rows).trainable;
    return sum + numbers + correctionNumbers(each[i]);
  }, 0);
  return networkBytes(network, rows) + 8 * (slots + trainRows + STATE_NUMBERS + stepNumbers(trained.length));
}

/** Bytes that training takes in all: also the weights that are best and last. */
export function trainingBytes(network: Network, config: LoopConfig, trainRows: number): number {
  const { parameters, statistics } = network.count(0);
  return claimedBytes(network, config, trainRows) + 8 * 2 * (parameters + statistics);
}

/** Refuses, before anything is claimed, what this machine has no memory for. */
export function requireMemory(bytes: number): void {
  const available = platform.memoryBytes();
  if (bytes <= available) return;
  const text = (value: number) => `${formatCount(value)} bytes`;
  throw new MlpError(
    'config',
    `training needs ${text(bytes)} of memory, but this machine has ${text(available)}; ` +
      'use fewer units or a smaller training.batch_size',
  );
}
