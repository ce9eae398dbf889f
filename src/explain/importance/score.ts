import type { Split } from '../../data/dataset.js';
import type { Preprocessing } from '../../data/preprocessing/index.js';
import { type MetricName, metricDirection } from '../../metrics/index.js';
import type { Network } from '../../nn/network.js';
import { meanLoss } from '../../training/measuring/mean_loss.js';
import type { Predictions } from '../../training/measuring/predictions.js';
import { inTargetTerms, measure, variancesOf } from '../../training/measuring/report.js';

/** Predictions that can be scored, all or some of their rows. */
export interface Scored {
  readonly losses: Float64Array;
  /** Predictions in the terms of the target, [rows, columns]. */
  readonly predicted: Float64Array;
  /** Variances of predicted numbers, [rows, columns], of models that have them. */
  readonly variances?: Float64Array;
}

/** Score of predictions for a split by one metric, with its sign such that more is better. */
export class Score {
  private readonly sign: 1 | -1;

  constructor(
    private readonly metric: MetricName,
    private readonly network: Network,
    private readonly preprocessing: Preprocessing,
    private readonly split: Split,
    private readonly threshold?: number,
  ) {
    this.sign = metricDirection(metric) === 'higher' ? 1 : -1;
  }

  /** Takes predictions that have the losses of the rows. */
  take(predictions: Predictions): Scored {
    const predicted = inTargetTerms(this.network, this.preprocessing, predictions);
    const variances = variancesOf(this.preprocessing, predictions);
    return { losses: predictions.losses!, predicted, ...(variances && { variances }) };
  }

  /** The metric as it is, of all rows or of those that are kept; undefined where it is not defined for them. */
  value({ losses, predicted, variances }: Scored, kept?: Uint32Array): number | undefined {
    const { metric, preprocessing, split, threshold } = this;
    const weights = split.weights && picked(split.weights, split.rows, kept);
    if (metric === 'loss') {
      const value = meanLoss(picked(losses, split.rows, kept), weights);
      return Number.isFinite(value) ? value : undefined;
    }
    const rows = {
      rows: kept?.length ?? split.rows,
      x: split.x,
      t: picked(split.t, split.rows, kept),
      ...(weights && { weights }),
    };
    return measure(metric, rows, preprocessing, picked(predicted, split.rows, kept), {
      threshold,
      ...(variances && { variances: picked(variances, split.rows, kept) }),
    });
  }

  /** Loss from one value of the metric to another: above 0 where the other is worse. */
  loss(before: number, after: number): number {
    return this.sign * (before - after);
  }
}

function picked(values: Float64Array, rows: number, kept: Uint32Array | undefined): Float64Array {
  if (kept === undefined) return values;
  const columns = values.length / rows;
  const result = new Float64Array(kept.length * columns);
  for (let i = 0; i < kept.length; i++)
    for (let j = 0; j < columns; j++) result[i * columns + j] = values[kept[i] * columns + j];
  return result;
}
