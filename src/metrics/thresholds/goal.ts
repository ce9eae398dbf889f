import { didYouMean, MlpError } from '../../errors.js';

/** Weights of the rows by what is true and what is predicted, of the second of two classes or of one label. */
export interface Counts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

/** A figure that a threshold is chosen by. */
export interface Goal {
  /** Name as the user gave it. */
  readonly name: string;
  readonly better: 'higher' | 'lower';
  /** Name of the figure in tables and messages. */
  readonly figure: string;
  /** Figure of two classes, or the mean of what it is for each label. */
  value(counts: Counts): number;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Precision and recall in one: 2 TP / (2 TP + FP + FN), 0 where there is neither. */
const f1: Goal = {
  name: 'f1',
  better: 'higher',
  figure: 'f1',
  value: ({ truePositive: tp, falsePositive: fp, falseNegative: fn }) => ratio(2 * tp, 2 * tp + fp + fn),
};

/** Mean of the recalls of the classes that there are. */
const balancedAccuracy: Goal = {
  name: 'balanced_accuracy',
  better: 'higher',
  figure: 'balanced_accuracy',
  value({ truePositive: tp, falsePositive: fp, falseNegative: fn, trueNegative: tn }) {
    const recalls = [
      [tp, tp + fn],
      [tn, tn + fp],
    ].filter(([, all]) => all > 0);
    return recalls.reduce((sum, [hits, all]) => sum + hits / all, 0) / recalls.length;
  },
};

const goals: Readonly<Record<string, Goal>> = { f1, balanced_accuracy: balancedAccuracy };

const expected = 'f1, balanced_accuracy, or what errors cost: cost=fp:1,fn:5';

/**
 * Parses a goal: `f1`, `balanced_accuracy`, or `cost=fp:1,fn:5`, the mean over the rows of what a false positive and a
 * false negative cost.
 *
 * @throws MlpError `usage`.
 */
export function parseGoal(text: string): Goal {
  if (Object.hasOwn(goals, text)) return goals[text];
  const refuse = (reason: string) => new MlpError('usage', `--for ${text}: ${reason}`);
  if (!text.startsWith('cost'))
    throw refuse(`no such goal${didYouMean(text, Object.keys(goals)) || `; expected ${expected}`}`);
  const [, fp, fn] = /^cost=fp:([\d.]+(?:e[+-]?\d+)?),fn:([\d.]+(?:e[+-]?\d+)?)$/i.exec(text) ?? [];
  const [ofPositive, ofNegative] = [Number(fp), Number(fn)];
  if (!Number.isFinite(ofPositive) || !Number.isFinite(ofNegative))
    throw refuse(
      'expected two numbers of 0 or more, as in cost=fp:1,fn:5: what a false positive costs, and a false negative',
    );
  if (ofPositive === 0 && ofNegative === 0)
    throw refuse('where no error costs anything, every threshold is as good');
  return {
    name: text,
    better: 'lower',
    figure: 'cost',
    value: ({ truePositive, falsePositive: fp, falseNegative: fn, trueNegative }) =>
      ratio(ofPositive * fp + ofNegative * fn, truePositive + fp + fn + trueNegative),
  };
}
