import type { Dataset } from '../../data/dataset.js';
import type { Network } from '../../nn/network.js';
import type { Calibration } from './calibration.js';
import { measureConformal } from './conformal.js';

/** Finds how sure a trained network's predictions are, on rows that it was not trained on. */
export function calibrate(network: Network, dataset: Dataset): Calibration {
  const conformal = measureConformal(network, dataset);
  return { version: 1, ...(conformal && { conformal }) };
}
