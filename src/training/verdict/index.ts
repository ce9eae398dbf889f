import { gatherFacts, type Trained } from './facts.js';
import { diverged } from './sentences/diverged.js';
import { leak } from './sentences/leak.js';
import { noBetter } from './sentences/no_better.js';
import { oneClass } from './sentences/one_class.js';
import { sameMetric } from './sentences/same_metric.js';
import { samePrediction } from './sentences/same_prediction.js';
import type { Sentence } from './sentences/sentence.js';
import { worseSince } from './sentences/worse_since.js';

/** All that a verdict may say, in the order in which it is said. */
export const sentences = {
  diverged,
  worse_since: worseSince,
  same_metric: sameMetric,
  same_prediction: samePrediction,
  one_class: oneClass,
  no_better: noBetter,
  leak,
} satisfies Record<string, Sentence>;

/** Sentence of a verdict, and what it is about. */
export interface Remark {
  readonly subject: Sentence['subject'];
  readonly text: string;
}

/** Plain words on a training that has ended: at most one sentence on each subject, none on a good ordinary model. */
export function verdictOn(trained: Trained): Remark[] {
  const facts = gatherFacts(trained);
  const remarks: Remark[] = [];
  for (const { subject, text: textOf } of Object.values<Sentence>(sentences)) {
    const text = remarks.some((each) => each.subject === subject) ? null : textOf(facts);
    if (text !== null) remarks.push({ subject, text });
  }
  return remarks;
}

export { type Baseline, type BaselineReport, measureBaseline } from './baseline.js';
export { causeOf } from './cause.js';
