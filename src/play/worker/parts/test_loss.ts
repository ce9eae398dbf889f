import { predictSplit } from '../../../training/measuring/predictions.js';
import type { Session } from '../session.js';
import { type Curve, curve } from './curve.js';

/** Loss on the test rows, as `mlp eval` measures it; null where there are none. */
export function testLoss(session: Session): Curve<{ readonly loss: number }> | null {
  const { test } = session.prepared.dataset;
  return test ? curve(session, test, (network, rows) => ({ loss: predictSplit(network, rows).loss })) : null;
}
