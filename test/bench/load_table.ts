import { loadDataset } from '../../src/data/load.js';
import { dataSchema } from '../../src/data/schema.js';

/** All that comes before training on a file with the column `label`: read, fitted, encoded and split. */
export const loadTable = (path: string) =>
  loadDataset(
    dataSchema.parse({ train: path, target: 'label', split: { type: 'random', validation: 0.2 } }),
    { seed: 0, directory: '.', task: 'classification' },
  );
