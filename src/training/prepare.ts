import { foldCount } from '../config/ensemble.js';
import { type NamedConfig, soughtBy } from '../config/index.js';
import { loadDataset, restoreDataset } from '../data/load.js';
import type { Preprocessing } from '../data/preprocessing/index.js';
import type { LoadOptions as DataLoadOptions } from '../data/sources/load.js';
import { type Prepared, prepareDataset, type ResolvedConfig } from './prepare_dataset.js';

export { type Prepared, prepareDataset, type ResolvedConfig } from './prepare_dataset.js';

/** Options of loading the data of a config; the seed and the number of folds are the config's own. */
export type LoadOptions = Omit<DataLoadOptions, 'seed' | 'folds'>;

/** Reads the data of a config, and settles what depends on it: task, head, number of outputs. */
export async function prepare(config: NamedConfig, options: LoadOptions): Promise<Prepared> {
  const { seed } = config;
  const folds = foldCount(config);
  return prepareDataset(
    config,
    await loadDataset(config.data, { ...soughtBy(config), seed, folds, ...options }),
  );
}

/** Prepares data that are encoded by a model's preprocessing, to the bit as when it was trained. */
export async function prepareAgain(
  config: ResolvedConfig,
  preprocessing: Preprocessing,
  options: LoadOptions,
): Promise<Prepared> {
  const { data, task, seed } = config;
  return prepareDataset(
    config,
    await restoreDataset(data, preprocessing, task, { seed, folds: foldCount(config), ...options }),
  );
}
