import { sizeCauseOf } from '../cause.js';
import type { Facts } from '../facts.js';
import { figure } from '../text.js';
import { riseOf } from './diverged.js';
import type { Sentence } from './sentence.js';

/** Part of the baseline's error that is still no better, and what more of balanced accuracy is. */
const near = 0.995;
const more = 0.02;

type Values = Readonly<Record<string, number | undefined>>;

/** Predictions that are no better than the baseline, the same prediction for all rows. */
export const noBetter = {
  subject: 'predictions',
  text(facts) {
    if (facts.report.rows < 2 || riseOf(facts) !== null || facts.outcome.divergence) return null;
    const { part, guess } = facts;
    const figures = 'rmse' in facts.report ? ofNumbers(facts) : ofClasses(facts);
    const cause = sizeCauseOf(facts);
    return figures && `no better than ${guess} on ${part}: ${figures}${cause === null ? '' : `; ${cause}`}`;
  },
} satisfies Sentence;

function ofNumbers({ report, baseline, config }: Facts): string | null {
  const name = config.head.loss?.type === 'mae' ? 'mae' : 'rmse';
  const [ours, guess] = [report, baseline].map((each) => (each as unknown as Values)[name]);
  if (ours === undefined || guess === undefined || !(ours >= near * guess)) return null;
  return `${name} ${figure(ours)} against ${figure(guess)}`;
}

/** Text on classes: all of accuracy, balanced accuracy and log_loss have to say so: with rare classes any one may. */
function ofClasses({ report, baseline }: Facts): string | null {
  const [ours, guess] = [report, baseline].map((each) => each as unknown as Values);
  const isNoBetter =
    (ours.accuracy ?? 0) <= (guess.accuracy ?? 0) &&
    (ours.balanced_accuracy ?? 0) <= (guess.balanced_accuracy ?? 0) + more &&
    (ours.log_loss ?? Infinity) >= near * (guess.log_loss ?? 0);
  if (!isNoBetter || ours.accuracy === undefined || guess.accuracy === undefined) return null;
  return `accuracy ${figure(ours.accuracy)} against ${figure(guess.accuracy)}`;
}
