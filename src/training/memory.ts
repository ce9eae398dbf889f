import { totalmem } from 'node:os';
import { MlpError } from '../errors.js';
import type { Network } from '../nn/network.js';

/** Bytes that training takes with batches of `rows`: parameters, gradients, `slots` of the optimizer, two copies of the weights, a pass. */
export function trainingBytes(network: Network, rows: number, slots: number): number {
  const { parameters, statistics, trainable, pass } = network.layout.count(rows);
  return 8 * (2 * parameters + slots * trainable + 2 * (parameters + statistics) + statistics + pass);
}

/** Refuses, before anything is claimed, what this machine has no memory for. */
export function requireMemory(bytes: number): void {
  const available = totalmem();
  if (bytes <= available) return;
  const text = (value: number) => `${value.toLocaleString('en')} bytes`;
  throw new MlpError(
    'config',
    `training needs ${text(bytes)} of memory, but this machine has ${text(available)}; use fewer units or a smaller training.batch_size`,
  );
}
