import { foldCount } from '../../config/ensemble.js';
import type { NamedConfig } from '../../config/index.js';
import type { Dataset } from '../../data/dataset.js';
import { encodeDivided } from '../../data/encode_divided.js';
import { ensembleFolds } from '../../data/ensemble_folds.js';
import { readPart } from '../../data/loaded_splits.js';
import { Report } from '../../data/preprocessing/report.js';
import type { Parts } from '../../data/splits/index.js';
import { type Prepared, prepareDataset } from '../../training/prepare_dataset.js';
import { allocateShared, type StudyRows } from './rows.js';

/** Rows of a table in parts: indices of the rows that are trained on, that stop training, that judge it. */
export type DividedRows = Parts;

/** Options of preparing a division. */
export interface PrepareOptions {
  /** Config that is trained; where it is left out, that of the rows. */
  readonly config?: NamedConfig;
  /** Advice that brings a class into the training rows which only the others have; for messages. */
  readonly keepClass: string;
}

/**
 * Prepares a division to be trained on: what the data decide is settled by its own training rows alone. Notes and
 * warnings are those of this division: what there was to say of reading is in the report of the rows.
 *
 * @throws MlpError as `prepare` does.
 */
export async function prepareDivision(
  rows: StudyRows,
  parts: DividedRows,
  options: PrepareOptions,
): Promise<Prepared> {
  return prepareDataset(options.config ?? rows.config, await encodeDivision(rows, parts, options));
}

/**
 * Encodes a division: preprocessing is fitted on its own training rows alone. Another `config` than that of the
 * rows can differ in anything but how data are read and which columns are features, target and weight.
 *
 * @throws MlpError with file, line and column.
 */
export async function encodeDivision(
  rows: StudyRows,
  parts: DividedRows,
  { config = rows.config, keepClass }: PrepareOptions,
): Promise<Dataset> {
  const { read, loading, others } = rows;
  const { table, classes } = read;
  const report = new Report();
  report.trainedOn = table.name;
  const division = { parts, how: 'by a study' };
  const options = { allocate: allocateShared, ...loading, seed: config.seed, folds: foldCount(config) };
  const folds = ensembleFolds(table, classes, division, config.data, options);
  const missing = rows.files.filter((part) => !others.has(part));
  if (missing.length > 0) {
    // the columns of a file are read as those of a preprocessing, whose types are the same in every division
    const probe = { ...{ folds, options, report: new Report(), keepClass }, others: new Map() };
    const { preprocessing } = await encodeDivided(read, config.data, division, probe);
    for (const part of missing)
      others.set(part, await readPart(part, config.data, preprocessing, { ...loading, seed: config.seed }));
  }
  const encoding = { folds, options, report, others, keepClass };
  return encodeDivided(read, config.data, division, encoding);
}
