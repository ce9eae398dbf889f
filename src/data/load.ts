import type { Dataset } from './dataset.js';
import { encodeBy, encodeDivided } from './encode_divided.js';
import { ensembleFolds } from './ensemble_folds.js';
import { usableRows } from './loaded_splits.js';
import {
  columnTypes,
  dropColumns,
  type Preprocessing,
  type Task,
  targetNames,
} from './preprocessing/index.js';
import { Report } from './preprocessing/report.js';
import { refuseAbsent, withSplitColumn } from './preprocessing/roles.js';
import { droppedKeys, readRows, type Sought, strataOf } from './read_rows.js';
import type { DataConfig } from './schema.js';
import { type LoadOptions, loadTable } from './sources/load.js';
import { divide, splitColumn } from './splits/index.js';

/**
 * Reads or generates the data of a config, splits it, and fits the preprocessing to the training split.
 *
 * @throws MlpError with file, line and column.
 */
export async function loadDataset(config: DataConfig, options: LoadOptions & Sought): Promise<Dataset> {
  const { read, divided, folds } = await readDivided(config, options);
  return encodeDivided(read, config, divided, { folds, options, report: read.report });
}

/** Reads and divides; the lists of all rows are let go: encoding needs those of the parts alone, and memory for x. */
async function readDivided(config: DataConfig, options: LoadOptions & Sought) {
  const { rows, strata, ...read } = await readRows(config, options);
  const divided = divide(read.table, rows, config.split, options.seed, strata);
  return { read, divided, folds: ensembleFolds(read.table, read.classes, divided, config, options) };
}

/**
 * Loads the data that `loadDataset` gave, to the bit, by a preprocessing that was fitted before: the splits that a
 * model was trained on.
 *
 * @throws MlpError as `loadDataset` does.
 */
export async function restoreDataset(
  config: DataConfig,
  preprocessing: Preprocessing,
  task: Task,
  options: LoadOptions,
): Promise<Dataset> {
  const report = new Report();
  const loading = { ...options, forModel: true };
  const types = withSplitColumn(columnTypes(preprocessing, true), config, splitColumn(config.split));
  const loaded = await loadTable(
    config.train,
    config,
    (header, _source, place) => refuseAbsent(types, header, place),
    loading,
    Number.POSITIVE_INFINITY,
  );
  const { table } = loaded;
  const { features, targets } = dropColumns(preprocessing);
  const dropped = { features: features.concat(droppedKeys(config)), targets };
  const rows = usableRows(loaded, dropped, targetNames(preprocessing), report);
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.name : undefined;
  const divided = divide(table, rows, config.split, options.seed, strataOf(table, classes, rows));
  const folds = ensembleFolds(table, classes, divided, config, options);
  return encodeBy(preprocessing, task, config, loaded, divided, { folds, options: loading, report });
}
