import { isAdversarial } from '../../../config/objective.js';
import { figure } from '../text.js';
import type { Sentence } from './sentence.js';

/** Epochs, and part of all, for which a loss has to get worse, and by how much, before it is said. */
const epochs = 3;
const part = 0.1;
const rise = 1.02;

/** Validation loss that has risen since its best epoch, where the last weights are kept. */
export const worseSince = {
  subject: 'training',
  text({ history, config, outcome }) {
    if (config.training.restore_best || outcome.divergence) return null;
    // a loss of two networks against each other does not have to fall
    if (isAdversarial(config.training.objective)) return null;
    let best: { epoch: number; loss: number } | undefined;
    for (const { epoch, validation } of history)
      if (validation && (best === undefined || validation.loss < best.loss))
        best = { epoch, loss: validation.loss };
    const last = history.at(-1)?.validation?.loss;
    if (best === undefined || last === undefined) return null;
    const since = history.at(-1)!.epoch - best.epoch;
    if (
      since < Math.max(epochs, part * history.length) ||
      !(last - best.loss > (rise - 1) * Math.abs(best.loss))
    )
      return null;
    return (
      `validation has been getting worse since epoch ${best.epoch} (loss ${figure(best.loss)}, now ` +
      `${figure(last)}), and the last weights were kept; try --set training.restore_best=true, or early_stopping`
    );
  },
} satisfies Sentence;
