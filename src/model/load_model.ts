import { MlpError } from '../errors.js';
import { readFileChecked, resolveModelPath } from '../files/index.js';
import { decodeSafetensors, type Tensor } from '../files/safetensors.js';
import { counted } from '../format_count.js';
import type { Network } from '../nn/network.js';
import { decodeModel, type Model } from './model.js';
import { checkTensors, memberTensors } from './tensors.js';

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
 * Reads tensors to start from: a model's, or those of any safetensors file (F64 or F32). Returns those of each of so
 * many networks that are trained: of an average of as many each its own, of any other file all the same.
 *
 * @throws MlpError where the file is not there or damaged, or the tensors do not fit the network.
 */
export function readInitialTensors(
  path: string,
  network: Network,
  networks: number,
): readonly ReadonlyMap<string, Tensor>[] {
  const file = resolveModelPath(path);
  const bytes = readFileChecked(file, 'file of weights');
  const { tensors, metadata } = decodeSafetensors(bytes, file, {
    dtypes: ['F64', 'F32'],
    requireHash: false,
  });
  if (metadata.format === 'mlp') decodeSafetensors(bytes, file, { dtypes: ['F64'], requireHash: true });
  const members = memberTensors(tensors);
  if (members.length > 0 && members.length !== networks)
    throw new MlpError(
      'data',
      `${file}: holds the tensors of ${counted(members.length, 'network')} that are averaged, but ` +
        `${networks === 1 ? 'one is' : `${networks} are`} trained; start from another file, or train as many`,
    );
  const each = members.length > 0 ? members : Array.from({ length: networks }, () => tensors);
  for (const start of new Set(each)) checkTensors(network, start, file);
  return each;
}
