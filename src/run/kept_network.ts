import type { TrainResult } from '../jobs/restarts/state.js';
import { writeMember } from '../nn/members.js';
import { Network } from '../nn/network.js';
import { rowsAtOnce } from './evaluate_data.js';

/**
 * The network that a training leaves: the one that was trained, with the best weights; or, where all are kept, the
 * average of as many of them.
 */
export function keptNetwork(trained: Network, { members, winner, restarts }: TrainResult): Network {
  if (members === undefined) return trained;
  const { config, inputs, outputs, layout } = trained;
  const joint = new Network({ ...config, branches: members.length }, inputs, outputs, layout.kernels);
  joint.allocate(rowsAtOnce);
  for (const [i, member] of members.entries()) {
    trained.restore(member);
    writeMember(joint, i, trained);
  }
  trained.restore(members[restarts.indexOf(winner)]);
  return joint;
}
