import { argmax } from '../rows.js';
import type { LabelledRows, Learner } from './learner.js';
import { meanOf } from './moments.js';
import { rowSpace } from './row_space.js';
import { type SampleColumn, type SampleTable, takeRows } from './table.js';

/** Score on held-out real rows of what predicts one column from the others. */
export interface Utility {
  readonly target: string;
  /** `accuracy` of a category, `r2` of a number. */
  readonly metric: 'accuracy' | 'r2';
  readonly score: number;
}

/** The most columns that are predicted, where nobody says which. */
const MOST_TARGETS = 8;

/** The most categories of a column that is predicted unasked. */
const MOST_CLASSES = 50;

/** Columns to predict: those of categories that take 2 to 50, or where there are none, those of numbers; 8 at most. */
export function defaultTargets({ columns }: SampleTable): string[] {
  const kinds = columns.map((column) => ({
    name: column.name,
    isCategory: column.type === 'category',
    levels: column.type === 'category' ? new Set(column.codes.filter((code) => code >= 0)).size : 0,
  }));
  const categories = kinds.filter(({ levels }) => levels > 1 && levels <= MOST_CLASSES);
  const chosen = categories.length > 0 ? categories : kinds.filter(({ isCategory }) => !isCategory);
  return chosen.slice(0, MOST_TARGETS).map(({ name }) => name);
}

/**
 * Learns each target from the other columns of `fitted` rows, and is tested on real ones; rows without the target do
 * not count. The tables have shared categories. A target that is constant in `fitted` is predicted to be so; one that
 * no row has, in either table, is left out.
 */
export async function utilityOf(
  fitted: SampleTable,
  heldOut: SampleTable,
  targets: readonly string[],
  learner: Learner,
): Promise<Utility[]> {
  const found: Utility[] = [];
  for (const target of targets) {
    const j = fitted.columns.findIndex(({ name }) => name === target);
    const isThere = (table: SampleTable) => takeRows(table, rowsWith(table.columns[j], table.rows));
    const [train, test] = [isThere(fitted), isThere(heldOut)];
    if (train.rows < 2 || test.rows === 0) continue;
    const space = rowSpace(train, new Set([target]));
    const truth = valuesOf(test.columns[j]);
    const labelled = {
      ...{ x: space.encode(train), columns: space.columns, t: valuesOf(train.columns[j]) },
      classes: classesOf(train.columns[j]),
    };
    const predictions = (await learnerOrConstant(learner, labelled))(space.encode(test));
    const score =
      labelled.classes === null ? r2(predictions, truth) : accuracy(predictions, truth, labelled.classes);
    found.push({ target, metric: labelled.classes === null ? 'r2' : 'accuracy', score });
  }
  return found;
}

const rowsWith = (column: SampleColumn, rows: number) =>
  Array.from({ length: rows }, (_, i) => i).filter((i) =>
    column.type === 'number' ? !Number.isNaN(column.values[i]) : column.codes[i] >= 0,
  );

const valuesOf = (column: SampleColumn) =>
  column.type === 'number' ? column.values : Float64Array.from(column.codes);

const classesOf = (column: SampleColumn) => (column.type === 'number' ? null : column.categories.length);

/** Learns the classes that occur; one that is alone is what is predicted. */
async function learnerOrConstant(learner: Learner, labelled: LabelledRows) {
  const { t, classes, columns } = labelled;
  if (classes === null) return learner(labelled);
  const occurring = [...new Set(t)].sort((a, b) => a - b);
  const spread = (rows: number, of: (row: number, k: number) => number) => {
    const all = new Float64Array(rows * classes);
    for (let i = 0; i < rows; i++) for (const [k, c] of occurring.entries()) all[i * classes + c] = of(i, k);
    return all;
  };
  if (occurring.length === 1) return (x: Float64Array) => spread(x.length / columns, () => 1);
  const places = new Map(occurring.map((c, k) => [c, k]));
  const predict = await learner({ ...labelled, t: t.map((c) => places.get(c)!), classes: occurring.length });
  return (x: Float64Array) => {
    const probabilities = predict(x);
    return spread(x.length / columns, (i, k) => probabilities[i * occurring.length + k]);
  };
}

function accuracy(probabilities: Float64Array, truth: Float64Array, classes: number): number {
  let right = 0;
  for (let i = 0; i < truth.length; i++)
    if (argmax(probabilities, i * classes, classes) === truth[i]) right++;
  return right / truth.length;
}

/** 1 − Σ (y − t)² / Σ (t − mean)²; 0 where all targets are the same. */
function r2(predictions: Float64Array, truth: Float64Array): number {
  const mean = meanOf(truth);
  let left = 0;
  let all = 0;
  for (let i = 0; i < truth.length; i++) {
    left += (predictions[i] - truth[i]) * (predictions[i] - truth[i]);
    all += (truth[i] - mean) * (truth[i] - mean);
  }
  return all === 0 ? 0 : 1 - left / all;
}
