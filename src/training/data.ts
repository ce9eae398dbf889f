import type { Dataset } from '../data/dataset.js';
import type { RowIndices } from './batches.js';

/** What training needs of a dataset. */
export type TrainingData = Pick<Dataset, 'train' | 'validation' | 'preprocessing'>;

/** Which rows of data.train are trained on; and which of them are measured on, in the place of data.validation. */
export interface RowSplit {
  readonly train?: RowIndices;
  readonly validation?: RowIndices;
}
