import { initialTensors } from '../../../model/initial_tensors.js';
import { fillNetwork } from '../../../model/tensors.js';
import { networkCount } from '../../../training/options.js';
import type { Desk } from '../desk.js';

/** Gives the network the weights of a model file; of several that are averaged, those of the first. */
export function load(
  { session }: Desk,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
): void {
  const { network, prepared } = session;
  const [first] = initialTensors(bytes, name, network, networkCount(prepared.config));
  fillNetwork(network, first);
  session.keepEdited();
}
