import type { Background } from './background.js';
import type { Preprocessing, Task } from './preprocessing/index.js';
import type { Folds, Part, SplitInfo } from './splits/index.js';
import type { RawColumns } from './table/raw_columns.js';

export type { Task } from './preprocessing/index.js';
export type { Part } from './splits/index.js';

/** Rows that a network can take. */
export interface Split {
  readonly rows: number;
  /** Inputs, [rows, inputs], row by row. */
  readonly x: Float64Array;
  /** Targets, [rows, target columns]; for a reconstruction the very array x. */
  readonly t: Float64Array;
  /** Weight of each row, [rows]; all 1 where they are left out. */
  readonly weights?: Float64Array;
}

/** Splits of a config, encoded, and what encodes any other row in the same way. */
export interface Dataset {
  readonly task: Task;
  readonly train: Split;
  readonly validation?: Split;
  readonly test?: Split;
  /** Rows that tell how far off predictions are, for intervals; they have no other part in training. */
  readonly calibration?: Split;
  /** Folds of the rows of `train`, where a network is trained for each. */
  readonly folds?: Folds;
  /** Split of the training data, in facts; absent where they are one part. */
  readonly split?: SplitInfo;
  readonly preprocessing: Preprocessing;
  /** Some training rows, beside which predictions are explained; absent where there is no target, or were no files. */
  readonly background?: Background;
  /** The columns of each part as they were read, where the options of loading ask for them. */
  readonly columns?: Readonly<Partial<Record<Part, RawColumns>>>;
  /** Notes on what was inferred, and what was left out. */
  readonly notes: readonly string[];
  /** Warnings of what is probably not meant so. */
  readonly warnings: readonly string[];
  /** The hash of each file's bytes, in hexadecimal. */
  readonly sha256: Readonly<Partial<Record<Part, string>>>;
}
