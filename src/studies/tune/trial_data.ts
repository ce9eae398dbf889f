import { foldCount } from '../../config/ensemble.js';
import { type NamedConfig, soughtBy } from '../../config/index.js';
import type { Dataset } from '../../data/dataset.js';
import { loadDataset } from '../../data/load.js';
import { MlpError } from '../../errors.js';
import type { LoadOptions, Prepared } from '../../training/prepare.js';
import { prepareDataset } from '../../training/prepare_dataset.js';
import { type CrossValidation, encodeFold, planCrossValidation } from '../cv/cross_validate.js';
import { foldsHash } from '../cv/folds/index.js';
import { DataCache } from './data_cache.js';

/** Data of the trials of a study, read once where trials read the same. */
export interface TrialData {
  /** Part that a trial is judged by. */
  readonly judge: 'validation' | 'test';
  /**
   * Prepares a config to be trained: once, or once for each fold. The first call is for the config of the file.
   *
   * @throws MlpError `config` where other rows would judge it than that.
   */
  prepare(config: NamedConfig): Promise<readonly Prepared[]>;
}

/** Text of all that the data of a config depend on. */
const keyOf = (config: NamedConfig): string =>
  JSON.stringify([config.data, soughtBy(config), config.seed, foldCount(config)]);

/** Refuses rows that are not those of the config of the file. */
class SameRows {
  private expected: string | undefined;

  check(rows: string): void {
    this.expected ??= rows;
    if (rows === this.expected) return;
    throw new MlpError(
      'config',
      'data: other rows are left than with the values of the config, so that the trial could not be compared with ' +
        'others; leave out of the space what drops rows (data.missing, data.features)',
    );
  }
}

/** Trials that are judged by the validation rows of the split. */
export class ValidationData implements TrialData {
  readonly judge = 'validation';
  private readonly cache = new DataCache<Dataset>();
  private readonly rows = new SameRows();

  constructor(private readonly loading: LoadOptions) {}

  async prepare(config: NamedConfig): Promise<readonly Prepared[]> {
    const options = { ...soughtBy(config), seed: config.seed, folds: foldCount(config), ...this.loading };
    const dataset = await this.cache.get(keyOf(config), () => loadDataset(config.data, options));
    const { train, validation, test } = dataset;
    this.rows.check([train, validation, test].map((part) => part?.rows ?? 0).join(' '));
    return [prepareDataset(config, dataset)];
  }
}

/** Folds of the rows that are not test rows, encoded. */
interface FoldedData {
  readonly validation: CrossValidation;
  readonly datasets: readonly Dataset[];
}

/** Trials that are judged by each fold of the rows that are not test rows, as `mlp cv` does with all rows. */
export class FoldData implements TrialData {
  readonly judge = 'test';
  private readonly cache = new DataCache<FoldedData>();
  private readonly rows = new SameRows();

  constructor(
    private readonly loading: LoadOptions,
    private readonly count: number,
  ) {}

  async prepare(config: NamedConfig): Promise<readonly Prepared[]> {
    const { validation, datasets } = await this.load(config);
    this.rows.check(foldsHash(validation.plan));
    return datasets.map((dataset) => prepareDataset(config, dataset));
  }

  /** Folds of the data of a config. */
  load(config: NamedConfig): Promise<FoldedData> {
    return this.cache.get(keyOf(config), async () => {
      const options = { count: this.count, repeats: 1, shuffle: true, withoutTest: true };
      const validation = await planCrossValidation(config, this.loading, options);
      const datasets: Dataset[] = [];
      for (const i of validation.plan.folds.keys()) datasets.push(await encodeFold(validation, i));
      return { validation, datasets };
    });
  }
}
