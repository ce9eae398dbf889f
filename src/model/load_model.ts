import { readFileChecked, resolveModelPath } from '../files/index.js';
import type { Network } from '../nn/network.js';
import { initialTensors } from './initial_tensors.js';
import { decodeModel, type Model } from './model.js';

/**
 * Reads a model: a run directory or a model file.
 *
 * @throws MlpError where it is not there, damaged, or not a model.
 */
export function loadModel(path: string): Model {
  const file = resolveModelPath(path);
  return decodeModel(readFileChecked(file, 'model'), file);
}

/**
 * Reads tensors to start from, as `initialTensors` gives them.
 *
 * @throws MlpError where the file is not there or damaged, or the tensors do not fit the network.
 */
export function readInitialTensors(
  path: string,
  network: Network,
  networks: number,
): ReturnType<typeof initialTensors> {
  const file = resolveModelPath(path);
  return initialTensors(readFileChecked(file, 'file of weights'), file, network, networks);
}
