import { defaultThreshold, isPositive } from '../decision.js';
import type { Counts, Goal } from './goal.js';

/** Probabilities and truth of the second of two classes, in one column, or of labels: [rows, columns]. */
export interface Scored {
  readonly columns: number;
  readonly probabilities: Float64Array;
  /** 1 where the class or label is true. */
  readonly truth: Float64Array;
  /** Weight of each row, [rows]; 1 where left out. */
  readonly weights?: Float64Array;
}

/** The threshold that is best by a goal, and its figure. */
export interface Chosen {
  readonly threshold: number;
  readonly value: number;
}

/** Counts of each column at a threshold. */
export function countsAt({ columns, probabilities, truth, weights }: Scored, threshold: number): Counts[] {
  const counts = emptyCounts(columns);
  for (let k = 0; k < probabilities.length; k++) {
    const column = counts[k % columns];
    const weight = weights?.[Math.floor(k / columns)] ?? 1;
    if (isPositive(probabilities[k], threshold)) {
      if (truth[k] === 1) column.truePositive += weight;
      else column.falsePositive += weight;
    } else if (truth[k] === 1) column.falseNegative += weight;
    else column.trueNegative += weight;
  }
  return counts;
}

const emptyCounts = (columns: number) =>
  Array.from({ length: columns }, () => ({
    truePositive: 0,
    falsePositive: 0,
    falseNegative: 0,
    trueNegative: 0,
  }));

/** Figure of a goal: the mean over the columns. */
export const figureOf = ({ value }: Goal, counts: readonly Counts[]): number =>
  counts.reduce((sum, column) => sum + value(column), 0) / counts.length;

/**
 * Chooses the best threshold among all that predict otherwise: from none on, each between two probabilities that occur.
 * Of equally good ones it is the nearest to 0.5; in its gap the number with the fewest digits that is near the middle,
 * or 0.5 itself.
 */
export function chooseThreshold(scored: Scored, goal: Goal): Chosen {
  const { columns, probabilities, truth, weights } = scored;
  const order = Uint32Array.from(probabilities.keys()).sort(
    (a, b) => probabilities[b] - probabilities[a] || a - b,
  );
  // from a threshold above all probabilities down
  const counts = countsAt(scored, Number.POSITIVE_INFINITY);
  const highest = probabilities[order[0]];
  let best: Chosen | undefined;
  const consider = (low: number, high: number) => {
    const value = figureOf(goal, counts);
    if (best && (goal.better === 'higher' ? value < best.value : value > best.value)) return;
    const threshold = within(low, high);
    const isBetter = !best || value !== best.value;
    if (isBetter || distance(threshold) < distance(best!.threshold)) best = { threshold, value };
  };
  const distance = (threshold: number) => Math.abs(threshold - defaultThreshold);
  if (highest < 1) consider(highest, 1);
  for (let i = 0; i < order.length; i++) {
    const k = order[i];
    const column = counts[k % columns] as { -readonly [Key in keyof Counts]: number };
    const weight = weights?.[Math.floor(k / columns)] ?? 1;
    if (truth[k] === 1) {
      column.truePositive += weight;
      column.falseNegative -= weight;
    } else {
      column.falsePositive += weight;
      column.trueNegative -= weight;
    }
    const next = i + 1 < order.length ? probabilities[order[i + 1]] : -1;
    if (next < probabilities[k]) consider(Math.max(next, 0), probabilities[k]);
  }
  return best!;
}

/** A number above `low` and not above `high`: 0.5, or one of few digits near the middle. */
function within(low: number, high: number): number {
  const isIn = (value: number) => value > low && value <= high;
  if (isIn(defaultThreshold)) return defaultThreshold;
  const middle = low + (high - low) / 2;
  for (let digits = 1; digits <= 20; digits++) {
    const rounded = Number(middle.toFixed(digits));
    if (isIn(rounded)) return rounded;
  }
  return high;
}
