import { Vector } from '../../../kernels/index.js';
import { lossLoops } from '../../losses/loops.js';
import type { Network } from '../../network.js';
import type { OperationPass } from '../operation.js';
import type { Entry } from './module.js';

/** The head's activation and the loss; returns ∂L/∂a. */
export function headAndLoss(
  { head: { activate, lossLoops: headLoss }, layout, config: { head } }: Network,
  a: Float64Array,
  t: Float64Array,
  pass: OperationPass,
  record: (name: string, kind: string, input: Float64Array, output: Float64Array) => Entry,
): Float64Array {
  const columns = a.length;
  const y = activate ? new Float64Array(columns) : a;
  activate?.forward([new Vector(a)], new Vector(y), 1, pass);
  const last = activate && record('head', activate.op, a, y);

  const one = Float64Array.of(1);
  const value = new Float64Array(1);
  const dy = new Float64Array(columns);
  const da = activate ? new Float64Array(columns) : dy;
  headLoss.forward({ a, y, t, losses: value }, 1, columns);
  lossLoops(layout.kernels, head.loss).backward({ a, y, t, scale: one, gradient: dy }, 1, columns);
  if (headLoss.isFused) headLoss.backward({ a, y, t, scale: one, gradient: da }, 1, columns);
  else activate?.backward([new Vector(a)], new Vector(y), new Vector(dy), [new Vector(da)], 1, pass);

  Object.assign(record('loss', head.loss.type, y, value), { incoming: one, outgoing: dy });
  if (last) Object.assign(last, { incoming: dy, outgoing: da });
  return da;
}
