import type { Dataset } from '../../data/dataset.js';
import type { Network } from '../../nn/network.js';
import type { Calibration } from './calibration.js';
import { measureConformal } from './conformal.js';
import { atTemperature, findTemperature } from './temperature.js';

/** Keys of `training` that say what is to be calibrated. */
export interface CalibrateOptions {
  readonly calibrate?: 'temperature' | 'none';
}

/**
 * Finds how sure a trained network's predictions are, on rows that it was not trained on. Returns the network with
 * them, at its temperature where it has one.
 */
export function calibrate(
  network: Network,
  dataset: Dataset,
  { calibrate: how }: CalibrateOptions,
): { readonly calibration: Calibration; readonly network: Network } {
  const temperature =
    how === 'temperature' && dataset.validation ? findTemperature(network, dataset) : undefined;
  const calibrated = atTemperature(network, temperature?.value ?? 1);
  const conformal = measureConformal(calibrated, dataset);
  return {
    calibration: { version: 1, ...(temperature && { temperature }), ...(conformal && { conformal }) },
    network: calibrated,
  };
}
