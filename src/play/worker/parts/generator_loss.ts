import { predictSplit } from '../../../training/measuring/predictions.js';
import type { Session } from '../session.js';
import { type Curve, curve } from './curve.js';

/**
 * Loss of the generator of a GAN, of as many rows as training rows are measured; null of other networks. That of its
 * discriminator is the training loss.
 */
export function generatorLoss(session: Session): Curve<{ readonly loss: number }> | null {
  if (!session.network.discriminator) return null;
  return curve(session, session.prepared.dataset.train, (network, rows) => {
    const { generatorLosses } = predictSplit(network, rows).judged!;
    return { loss: generatorLosses.reduce((sum, loss) => sum + loss, 0) / rows.rows };
  });
}
