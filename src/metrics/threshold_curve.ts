/**
 * Cumulative counts as the threshold falls through the distinct scores: at each point the weight of the positive rows,
 * and of the negative ones, with a score at or above it. Rows of equal score come in together, so their order does not
 * matter.
 */
export interface ThresholdCurve {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  readonly points: number;
}

/** Computes the curve; scores, positive (0 or 1) and weights are [rows]. */
export function thresholdCurve(
  scores: Float64Array,
  positive: Uint8Array,
  weights: Float64Array,
): ThresholdCurve {
  const rows = scores.length;
  const order = Uint32Array.from(scores.keys()).sort((i, j) => scores[j] - scores[i] || i - j);
  const positives = new Float64Array(rows);
  const negatives = new Float64Array(rows);
  let points = 0;
  let found = 0;
  let wrong = 0;
  for (let k = 0; k < rows; k++) {
    const i = order[k];
    if (positive[i] === 1) found += weights[i];
    else wrong += weights[i];
    if (k + 1 < rows && scores[order[k + 1]] === scores[i]) continue;
    positives[points] = found;
    negatives[points] = wrong;
    points++;
  }
  return { positives, negatives, points };
}

/** Area under the ROC curve by trapezoids; undefined where one of the two kinds has no weight. */
export function areaUnderRoc({ positives, negatives, points }: ThresholdCurve): number | undefined {
  let area = 0;
  let found = 0;
  let wrong = 0;
  for (let k = 0; k < points; k++) {
    area += (negatives[k] - wrong) * (positives[k] + found);
    found = positives[k];
    wrong = negatives[k];
  }
  return found === 0 || wrong === 0 ? undefined : area / 2 / found / wrong;
}

/**
 * Average precision Σ (Rₖ − Rₖ₋₁) Pₖ with recall R and precision P at threshold k; undefined where one of the two kinds
 * has no weight, since no ranking can then be better than another.
 */
export function averagePrecisionOf({ positives, negatives, points }: ThresholdCurve): number | undefined {
  if (points === 0 || negatives[points - 1] === 0) return undefined;
  let sum = 0;
  let found = 0;
  for (let k = 0; k < points; k++) {
    if (positives[k] > found) sum += ((positives[k] - found) * positives[k]) / (positives[k] + negatives[k]);
    found = positives[k];
  }
  return found === 0 ? undefined : sum / found;
}

/** Mean of a score over the curves for which it is defined; undefined where it is for none. */
export function meanOfCurves(
  curves: Iterable<ThresholdCurve>,
  score: (curve: ThresholdCurve) => number | undefined,
): number | undefined {
  let sum = 0;
  let defined = 0;
  for (const curve of curves) {
    const value = score(curve);
    if (value === undefined) continue;
    sum += value;
    defined++;
  }
  return defined === 0 ? undefined : sum / defined;
}
