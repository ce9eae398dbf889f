import { MlpError } from '../errors.js';
import type { Tensor } from '../files/tensor.js';
import { memberPrefix } from '../nn/members.js';
import type { Network } from '../nn/network.js';

/** Tensors of a network by name, everything that a model file holds of it; the data are the network's own views. */
export function tensorsOf(network: Network): Map<string, Tensor> {
  return new Map(network.tensors.map(({ name, shape, view }) => [name, { shape, data: view }]));
}

/**
 * Refuses tensors that are not those of the network, by name and shape. Works on a network without memory, so that a
 * file cannot make the program allocate any.
 *
 * @throws MlpError `data`, with the first few differences.
 */
export function checkTensors(network: Network, tensors: ReadonlyMap<string, Tensor>, source: string): void {
  const known = new Set(network.tensors.map(({ name }) => name));
  const problems = network.tensors.flatMap(({ name, shape }) => {
    const found = tensors.get(name);
    if (!found) return [`${name} is missing`];
    return same(found.shape, shape) ? [] : [`${name} is [${found.shape}], expected [${shape}]`];
  });
  for (const name of tensors.keys())
    if (!known.has(name)) problems.push(`${JSON.stringify(name)} is not in the network`);
  if (problems.length === 0) return;
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : '';
  throw new MlpError(
    'data',
    `${source}: its tensors do not fit the config: ${problems.slice(0, 5).join('; ')}${more}`,
  );
}

const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((size, i) => size === b[i]);

/** Tensors of each network of an average by their names in it, in order; none where they are of a single network. */
export function memberTensors(tensors: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor>[] {
  const members: Map<string, Tensor>[] = [];
  for (let i = 0; ; i++) {
    const prefix = memberPrefix(i);
    const found = [...tensors].filter(([name]) => name.startsWith(prefix));
    if (found.length === 0) return members;
    members.push(new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor])));
  }
}

/** Copies the values of checked tensors into an allocated network. */
export function fillNetwork(network: Network, tensors: ReadonlyMap<string, Tensor>): void {
  for (const { name, view } of network.tensors) view.set(tensors.get(name)!.data);
}
