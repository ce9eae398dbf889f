import { causeOf } from '../cause.js';
import type { Facts } from '../facts.js';
import { figure } from '../text.js';
import type { Sentence } from './sentence.js';

/** Factor from which on a loss that has grown is said to have diverged. */
const factor = 1000;

/**
 * Loss that ended at 1,000 times what it was after the first epoch, or what a constant prediction has, though every
 * number stayed finite.
 */
export const diverged = {
  subject: 'training',
  text(facts) {
    const rise = riseOf(facts);
    if (rise === null) return null;
    const { outcome, config } = facts;
    const isRestored = config.training.restore_best && outcome.best_epoch < outcome.epochs;
    const kept = isRestored ? `; the weights of epoch ${outcome.best_epoch} were kept` : '';
    return `training diverged, though to finite numbers: ${rise}${kept}; ${causeOf(facts)}`;
  },
} satisfies Sentence;

/** Text on how far the loss rose; null where it did not. */
export function riseOf({ history, reports, baselines, outcome }: Facts): string | null {
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined || outcome.divergence) return null;
  const part = last.validation ? 'validation' : 'train';
  const name = part === 'train' ? 'training' : part;
  const guess = baselines[part]?.loss;
  // the weights that were kept, and the last ones
  const kept = reports[part]!.loss;
  const before = first[part]!.loss;
  const after = Math.max(kept, last[part]!.loss);
  // a loss that is below that of a constant has not diverged, however small it was before
  if (guess !== undefined && !(after > guess)) return null;
  if (before > 0 && after >= factor * before)
    return `the ${name} loss is ${figure(after)}, after ${figure(before)} in epoch 1`;
  if (guess !== undefined && guess > 0 && after >= factor * guess)
    return `the ${name} loss is ${figure(after)}, where a constant prediction has ${figure(guess)}`;
  return null;
}
