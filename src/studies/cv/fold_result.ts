import { stopReasonOf } from '../../jobs/restarts/state.js';
import { measureBaseline } from '../../training/verdict/index.js';
import type { TrainedDivision } from '../divisions/train.js';
import type { PlannedFold } from './folds/index.js';

/** Metrics by name; those that are not defined for some rows are left out. */
export type Scores = Readonly<Record<string, number>>;

/** Result of a fold. */
export interface FoldResult {
  readonly repeat: number;
  readonly fold: number;
  /** Rows that were trained on, that stopped training, and that were held out. */
  readonly rows: { readonly train: number; readonly validation?: number; readonly test: number };
  /** Epochs of all networks of the fold. */
  readonly epochs: number;
  readonly stop_reason: string;
  /** Metrics on the held-out rows. */
  readonly metrics: Scores;
  /** Metrics of the best constant prediction by the training rows. */
  readonly baseline: Scores;
}

/** Sums up a fold that was trained. */
export function resultOf({ repeat, fold }: PlannedFold, trained: TrainedDivision): FoldResult {
  const { prepared, result, reports } = trained;
  const { dataset, config } = prepared;
  const { train, validation, test } = dataset;
  return {
    repeat,
    fold,
    rows: {
      train: train.rows,
      ...(validation && !dataset.folds && { validation: validation.rows }),
      test: test!.rows,
    },
    epochs: result.restarts.reduce((sum, { epochs }) => sum + epochs, 0),
    stop_reason: stopReasonOf(result),
    metrics: scoresOf(reports.test!),
    baseline: scoresOf(measureBaseline(config, dataset).test!),
  };
}

/** Finite numbers of a report, as JSON has them; what is no metric is left out, and what a fold that diverged has none of. */
function scoresOf(report: object): Scores {
  const { rows: _, threshold: __, ...metrics } = report as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => Number.isFinite(entry[1])),
  );
}
