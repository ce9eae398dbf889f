/** Rows to learn from, with their targets. */
export interface LabelledRows {
  /** Points, [rows, columns]. */
  readonly x: Float64Array;
  readonly columns: number;
  /** The class of each row, from 0, or its number. */
  readonly t: Float64Array;
  /** Count of classes; null where t are numbers. */
  readonly classes: number | null;
}

/** Predictions for rows x: of classes the probability of each, [rows, classes]; else a number a row. */
export type Predict = (x: Float64Array) => Float64Array;

/** Fits a classifier or a regression. What it is made of is not for the metrics to know. */
export type Learner = (labelled: LabelledRows) => Promise<Predict>;
