import type { Dataset } from '../data/dataset.js';
import type { RowIndices } from './batches.js';

/** Part of a dataset that training needs. */
export type TrainingData = Pick<Dataset, 'train' | 'validation' | 'preprocessing'>;

/** The rows of data.train that are trained on, and those of it that are measured on instead of data.validation. */
export interface RowSplit {
  readonly train?: RowIndices;
  readonly validation?: RowIndices;
}
