import { foldCount } from '../../config/ensemble.js';
import { type NamedConfig, targetsOf } from '../../config/index.js';
import type { Dataset } from '../../data/dataset.js';
import { loadDataset } from '../../data/load.js';
import type { LoadOptions } from '../../training/prepare.js';

/** Datasets that are kept; where what is read varies, the one that was used last goes first. */
const MOST = 4;

/** Datasets of trials, which are read once where trials read the same. */
export class DataCache {
  private readonly kept = new Map<string, Promise<Dataset>>();

  constructor(private readonly loading: LoadOptions) {}

  /** Reads the data of a config, or takes them as they were read before. */
  load(config: NamedConfig): Promise<Dataset> {
    const { data, task, seed, head } = config;
    const options = { task, targets: targetsOf(head), seed, folds: foldCount(config) };
    const key = JSON.stringify([data, options]);
    const dataset = this.kept.get(key) ?? loadDataset(data, { ...options, ...this.loading });
    this.kept.delete(key);
    this.kept.set(key, dataset);
    if (this.kept.size > MOST) this.kept.delete(this.kept.keys().next().value!);
    return dataset;
  }
}
