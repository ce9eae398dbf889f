/**
 * Cumulative counts as the threshold falls through the distinct scores: calls `visit` at each with the weight of the
 * positive rows, and of the negative ones, with a score at or above it. Rows of equal score come in together.
 */
export type Thresholds = (visit: (positives: number, negatives: number) => void) => void;

/** Rows that are ranked by their scores, none of which is NaN. */
export interface Scored {
  readonly rows: number;
  score(row: number): number;
  isPositive(row: number): boolean;
  /** Row weights, [rows]; all 1 where left out. */
  readonly weights?: Float64Array;
}

export const thresholds = (scored: Scored): Thresholds =>
  scored.weights ? byWeight(scored, scored.weights) : byCount(scored);

/** Counts rows of weight 1: the scores of either kind are sorted and counted side by side, as no row need be known. */
function byCount({ rows, score, isPositive }: Scored): Thresholds {
  let count = 0;
  for (let i = 0; i < rows; i++) if (isPositive(i)) count++;
  const sorted = new Float64Array(rows);
  const [positive, negative] = [sorted.subarray(0, count), sorted.subarray(count)];
  for (let i = 0, p = 0, n = 0; i < rows; i++) {
    if (isPositive(i)) positive[p++] = -score(i);
    else negative[n++] = -score(i);
  }
  // the greatest score first, as all have the other sign
  positive.sort();
  negative.sort();
  return (visit) => {
    let [found, wrong] = [0, 0];
    while (found < positive.length || wrong < negative.length) {
      const isNext = wrong === negative.length || positive[found] <= negative[wrong];
      const threshold = isNext ? positive[found++] : negative[wrong++];
      while (positive[found] === threshold) found++;
      while (negative[wrong] === threshold) wrong++;
      visit(found, wrong);
    }
  };
}

/** Adds weights by falling score, those of equal scores in the order of the rows. */
function byWeight({ score, isPositive }: Scored, weights: Float64Array): Thresholds {
  const order = Uint32Array.from(weights.keys()).sort((i, j) => score(j) - score(i) || i - j);
  return (visit) => {
    let [found, wrong] = [0, 0];
    for (let k = 0; k < order.length; k++) {
      const i = order[k];
      if (isPositive(i)) found += weights[i];
      else wrong += weights[i];
      if (k + 1 === order.length || score(order[k + 1]) !== score(i)) visit(found, wrong);
    }
  };
}

/** Counts at each threshold. */
export interface ThresholdCurve {
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
  readonly points: number;
}

/** The counts at all thresholds, to be drawn. */
export function thresholdCurve(each: Thresholds): ThresholdCurve {
  const positives: number[] = [];
  const negatives: number[] = [];
  each((found, wrong) => {
    positives.push(found);
    negatives.push(wrong);
  });
  return { positives, negatives, points: positives.length };
}

/** Area under the ROC curve by trapezoids; undefined where one of the two kinds has no weight. */
export function areaUnderRoc(each: Thresholds): number | undefined {
  let area = 0;
  let found = 0;
  let wrong = 0;
  each((positives, negatives) => {
    area += (negatives - wrong) * (positives + found);
    found = positives;
    wrong = negatives;
  });
  return found === 0 || wrong === 0 ? undefined : area / 2 / found / wrong;
}

/**
 * Average precision Σ (Rₖ − Rₖ₋₁) Pₖ with recall R and precision P at threshold k; undefined where one of the two kinds
 * has no weight, since no ranking can then be better than another.
 */
export function averagePrecisionOf(each: Thresholds): number | undefined {
  let sum = 0;
  let found = 0;
  let wrong = 0;
  each((positives, negatives) => {
    if (positives > found) sum += ((positives - found) * positives) / (positives + negatives);
    found = positives;
    wrong = negatives;
  });
  return found === 0 || wrong === 0 ? undefined : sum / found;
}

/** Mean of a score of `count` columns, over those for which it is defined; undefined where it is for none. */
export function meanOfColumns(
  count: number,
  thresholdsOf: (column: number) => Thresholds,
  score: (each: Thresholds) => number | undefined,
): number | undefined {
  let sum = 0;
  let defined = 0;
  for (let column = 0; column < count; column++) {
    const value = score(thresholdsOf(column));
    if (value === undefined) continue;
    sum += value;
    defined++;
  }
  return defined === 0 ? undefined : sum / defined;
}
