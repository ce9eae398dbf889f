import type { AnswerColumn, RowFolds } from './answers.js';

/** Rows that means by level are taken of. */
interface LeveledRows {
  /** Level of each row; −1 where it has none. */
  readonly levels: Int32Array;
  /** Number of levels. */
  readonly count: number;
  /** Rows of the mean over all rows that each level is given. */
  readonly smoothing: number;
  /** Weight of each row; all 1 where they are left out. */
  readonly weights: Float64Array | undefined;
  readonly folds: RowFolds;
}

/** Σ w t / Σ w over all rows. */
export function overallMean({ at }: AnswerColumn, { levels, weights }: LeveledRows): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < levels.length; i++) {
    const w = weights ? weights[i] : 1;
    sum += w * at(i);
    total += w;
  }
  return sum / total;
}

/** The smoothed mean of each level over all rows. */
export function meansOf(column: AnswerColumn, overall: number, rows: LeveledRows): Float64Array {
  const { sums, weights } = sumsByFold(column, overall, rows);
  return smoothed(overall, rows, sums, weights, -1);
}

/** The smoothed mean of each level over the rows of all folds but one, for each of these. */
export function meansByFold(column: AnswerColumn, overall: number, rows: LeveledRows): Float64Array[] {
  const { sums, weights } = sumsByFold(column, overall, rows);
  return sums.map((_, fold) => smoothed(overall, rows, sums, weights, fold));
}

/** Sums Σ w (t − overall) and Σ w of each level in each fold; the mean of the weights is 1. */
function sumsByFold({ at }: AnswerColumn, overall: number, rows: LeveledRows) {
  const { levels, count, folds, weights: given } = rows;
  const unit = given ? given.reduce((sum, w) => sum + w / given.length, 0) : 1;
  const sums = Array.from({ length: folds.count }, () => new Float64Array(count));
  const weights = Array.from({ length: folds.count }, () => new Float64Array(count));
  for (let i = 0; i < levels.length; i++) {
    if (levels[i] < 0) continue;
    const w = given ? given[i] / unit : 1;
    sums[folds.of[i]][levels[i]] += w * (at(i) - overall);
    weights[folds.of[i]][levels[i]] += w;
  }
  return { sums, weights };
}

/** overall + Σ w (t − overall) / (Σ w + smoothing), over all folds but `without`. */
function smoothed(
  overall: number,
  { count, smoothing }: LeveledRows,
  sums: readonly Float64Array[],
  weights: readonly Float64Array[],
  without: number,
): Float64Array {
  const means = new Float64Array(count);
  for (let level = 0; level < count; level++) {
    let [sum, total] = [0, 0];
    for (let fold = 0; fold < sums.length; fold++) {
      if (fold === without) continue;
      sum += sums[fold][level];
      total += weights[fold][level];
    }
    means[level] = total > 0 ? overall + sum / (total + smoothing) : overall;
  }
  return means;
}
