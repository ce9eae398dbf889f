import { Vector } from '../../../kernels/index.js';
import { gaussianLoops, gaussianOf } from '../../gaussian/index.js';
import { lossName } from '../../head.js';
import { lossLoops } from '../../losses/loops.js';
import type { Network } from '../../network.js';
import type { OperationPass } from '../operation.js';
import type { Entry } from './module.js';

/**
 * The moments of a head that has a variance, and the loss of these, of each member by itself; returns ∂L/∂a. The
 * mixture of an ensemble has no part in what is trained.
 */
export function momentsAndLoss(
  { graph, head: { lossLoops, members }, layout, outputs, config }: Network,
  a: Float64Array,
  t: Float64Array,
  pass: OperationPass,
  record: (name: string, kind: string, input: Float64Array, output: Float64Array) => Entry,
): Float64Array {
  const [{ operation }] = graph.end.gaussian!.nodes;
  const lossOfMoments = gaussianLoops(layout.kernels, gaussianOf(config.head.loss, outputs)!, true);
  const y = new Float64Array(a.length);
  operation.forward([new Vector(a)], new Vector(y), 1, pass);
  const moments = record('head', operation.op, a, y);

  const targets = Float64Array.from({ length: members * outputs }, (_, k) => t[k % outputs]);
  const each = new Float64Array(members);
  const scale = new Float64Array(members).fill(1 / members);
  const [da, dy] = [new Float64Array(a.length), new Float64Array(a.length)];
  lossLoops.forward({ a, y, t: targets, losses: each }, members, outputs);
  lossLoops.backward({ a, y, t: targets, scale, gradient: da }, members, outputs);
  lossOfMoments.backward({ a, y, t: targets, scale, gradient: dy }, members, outputs);

  const value = Float64Array.of(each.reduce((sum, loss) => sum + loss, 0) / members);
  const loss = record('loss', lossName(config), y, value);
  Object.assign(loss, { incoming: Float64Array.of(1), outgoing: dy });
  Object.assign(moments, { incoming: dy, outgoing: da });
  if (members > 1) {
    Object.assign(loss, { members: { input: members, output: 1 } });
    Object.assign(moments, { members: { input: members, output: members } });
  }
  return da;
}

/** The head's activation and the loss; returns ∂L/∂a. Each member of an ensemble has a loss of its own. */
export function headAndLoss(
  { graph, head: { lossLoops: headLoss, members }, layout, config }: Network,
  a: Float64Array,
  t: Float64Array,
  pass: OperationPass,
  record: (name: string, kind: string, input: Float64Array, output: Float64Array) => Entry,
): Float64Array {
  const { activate } = graph.end;
  const { length } = a;
  const columns = length / members;
  const targets = Float64Array.from(a, (_, k) => t[k % columns]);
  const y = activate ? new Float64Array(length) : a;
  activate?.forward([new Vector(a)], new Vector(y), 1, pass);
  const last = activate && record('head', activate.op, a, y);

  const one = Float64Array.of(1);
  const each = new Float64Array(members);
  const dy = new Float64Array(length);
  const da = activate ? new Float64Array(length) : dy;
  const scale = new Float64Array(members).fill(1 / members);
  headLoss.forward({ a, y, t: targets, losses: each }, members, columns);
  const value = Float64Array.of(each.reduce((sum, loss) => sum + loss, 0) / members);
  const given = { a, y, t: targets, scale };
  const lossOfY = config.head.loss ? lossLoops(layout.kernels, config.head.loss) : headLoss;
  lossOfY.backward({ ...given, gradient: dy }, members, columns);
  if (headLoss.isFused) headLoss.backward({ ...given, gradient: da }, members, columns);
  else activate?.backward([new Vector(a)], new Vector(y), new Vector(dy), [new Vector(da)], 1, pass);

  const loss = record('loss', lossName(config), y, value);
  Object.assign(loss, { incoming: one, outgoing: dy });
  if (last) Object.assign(last, { incoming: dy, outgoing: da });
  if (members > 1) {
    Object.assign(loss, { members: { input: members, output: 1 } });
    if (last) Object.assign(last, { members: { input: members, output: members } });
  }
  return da;
}
