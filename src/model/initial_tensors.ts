import { MlpError } from '../errors.js';
import { decodeSafetensors, type Tensor } from '../files/safetensors.js';
import { counted } from '../format_count.js';
import type { Network } from '../nn/network.js';
import { checkTensors, memberTensors } from './tensors.js';

/**
 * Decodes tensors to start from: a model's, or those of any safetensors file (F64 or F32); `file` names it in errors.
 * Returns those of each of so many networks that are trained: of an average of as many each its own, of any other file
 * all the same.
 *
 * @throws MlpError where the file is damaged, or the tensors do not fit the network.
 */
export function initialTensors(
  bytes: Uint8Array,
  file: string,
  network: Network,
  networks: number,
): readonly ReadonlyMap<string, Tensor>[] {
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
