import type { TrainResult } from '../jobs/restarts/state.js';
import { writeMember } from '../nn/members.js';
import { Network } from '../nn/network.js';
import { networkBytes } from '../training/memory.js';
import { keepsAll, type NetworksConfig, networkCount } from '../training/options.js';
import { rowsAtOnce } from './evaluate_data.js';

/**
 * Bytes that networks take which are kept to be averaged, beside those of training: their weights, and at the end the
 * network of all of them, and one of them that predicts by itself; 0 where the best is kept alone.
 */
export function keptBytes(network: Network, config: NetworksConfig): number {
  if (!keepsAll(config)) return 0;
  const count = networkCount(config);
  const { parameters, statistics } = network.count(0);
  return 8 * count * (parameters + statistics) + (count + 1) * networkBytes(network, rowsAtOnce);
}

/**
 * The network that a training leaves: the one that was trained, with the best weights; or, where all are kept, the
 * average of as many of them.
 */
export function keptNetwork(trained: Network, { members, winner, restarts }: TrainResult): Network {
  if (members === undefined) return trained;
  const { config, inputSpec, outputSpec, layout } = trained;
  const joint = new Network({ ...config, branches: members.length }, inputSpec, outputSpec, layout.kernels);
  joint.allocate(rowsAtOnce);
  for (const [i, member] of members.entries()) {
    trained.restore(member);
    writeMember(joint, i, trained);
  }
  trained.restore(members[restarts.indexOf(winner)]);
  return joint;
}
