import { MlpError } from '../errors.js';
import type { Dataset, Split } from './dataset.js';
import type { Preprocessing, Target, Task } from './preprocessing.js';
import { sumTolerance } from './target/distribution.js';

/** What t holds: the index of a class in one column, or a column of numbers (labels, parts of a distribution) by name. */
export type ArrayTarget =
  | { readonly kind: 'classes'; readonly classes: readonly string[] }
  | { readonly kind: 'numbers' | 'labels' | 'distribution'; readonly names: readonly string[] }
  | { readonly kind: 'reconstruction' };

/** Rows in memory, row by row: x is [rows, inputs], t is [rows, target columns] (none for a reconstruction). */
export interface ArraySplit {
  readonly x: Float64Array;
  readonly t?: Float64Array;
  /** The weight of each row, 0 or more. */
  readonly weights?: Float64Array;
}

export interface Arrays {
  readonly train: ArraySplit;
  readonly validation?: ArraySplit;
  readonly test?: ArraySplit;
  /** Columns of x. */
  readonly inputs: number;
  readonly target: ArrayTarget;
}

/**
 * A dataset of numbers that are in memory already, taken as they are: nothing is scaled. The features are called x1, x2 …,
 * and a column of classes y. The arrays are not copied.
 *
 * @throws MlpError `data` where lengths do not fit together, or values are not what the target's kind says.
 */
export function datasetFromArrays({ train, validation, test, inputs, target }: Arrays): Dataset {
  if (!Number.isInteger(inputs) || inputs < 1) throw refuse('inputs', `${inputs}`, 'a positive integer');
  const columns = {
    classes: () => 1,
    reconstruction: () => inputs,
    other: ({ names }: { names: readonly string[] }) => names.length,
  };
  const width = 'names' in target ? columns.other(target) : columns[target.kind]();
  const split = (part: string, arrays: ArraySplit) => checkedSplit(part, arrays, inputs, width, target);
  return {
    task: taskOf(target),
    train: split('train', train),
    ...(validation && { validation: split('validation', validation) }),
    ...(test && { test: split('test', test) }),
    preprocessing: preprocessingOf(inputs, target),
    notes: [],
    warnings: [],
    sha256: {},
  };
}
