import { predictedClass } from '../../../metrics/decision.js';
import { classProbabilities } from '../../../training/measuring/outputs.js';
import { fillBatch } from '../../../training/objective/fill_batch.js';
import { evaluationPass } from '../../../training/passes.js';
import { countOf } from '../count_of.js';
import type { Session } from '../session.js';

/** Most rows that are counted; of a large network fewer, by `mostArithmetic`. */
const mostRows = 1000;
/** Multiply-adds that a picture may take. */
const mostArithmetic = 5e6;

/** Rows by their true class and the one that is predicted. */
export interface Confusion {
  /** The test part, or validation, or training: the first that there is. */
  readonly split: 'test' | 'validation' | 'train';
  /** Rows that are counted, the first ones of the part. */
  readonly rows: number;
  /** Rows of each true class by predicted class: [classes][classes]. */
  readonly counts: readonly (readonly number[])[];
}

/** Counts what the present weights get right, and what they take for what; null where there are no classes. */
export function confusion(session: Session): Confusion | null {
  const { dataset } = session.prepared;
  const { target } = dataset.preprocessing;
  if (target.kind !== 'classes') return null;
  const split = dataset.test ? 'test' : dataset.validation ? 'validation' : 'train';
  const part = dataset[split]!;
  const network = session.forPictures();
  const rows = Math.min(part.rows, mostRows, Math.max(64, Math.floor(mostArithmetic / countOf(network))));
  const classes = target.classes.length;
  const counts = target.classes.map(() => new Array<number>(classes).fill(0));
  const atOnce = network.x.length / network.inputs;
  for (let from = 0; from < rows; from += atOnce) {
    const count = Math.min(atOnce, rows - from);
    fillBatch(network, part, null, from, count);
    const y = network.forward(count, evaluationPass).subarray(0, count * network.outputs);
    const probabilities = classProbabilities(y, count, classes);
    for (let i = 0; i < count; i++)
      counts[part.t[from + i]][predictedClass(probabilities, i * classes, classes)]++;
  }
  return { split, rows, counts };
}
