import type { NamedConfig } from '../../config/index.js';
import type { Dataset } from '../../data/dataset.js';
import { type ReadRows, strataOf } from '../../data/read_rows.js';
import { divide } from '../../data/splits/index.js';
import type { LoadOptions } from '../../training/prepare.js';
import { type Prepared, prepareDataset } from '../../training/prepare_dataset.js';
import { encodeDivision } from '../divisions/prepare.js';
import { readStudyRows, type StudyRows } from '../divisions/rows.js';
import { type TrainInTurnsOptions, trainInTurns } from '../divisions/train_in_turns.js';
import { type FoldPlan, type PlanOptions, planFolds } from './folds/index.js';
import { divideTraining, type Stopping, stoppingOf } from './stopping_rows.js';

/** Rows of a config in folds, ready to be trained fold by fold. */
export interface CrossValidation {
  readonly rows: StudyRows;
  readonly plan: FoldPlan;
  readonly stopping: Stopping;
}

/** Options of planning a cross-validation. */
export interface PlanCvOptions extends Omit<PlanOptions, 'seed'> {
  /** Whether the rows that `data.split` sets aside for the test take no part; they do where it is left out. */
  readonly withoutTest?: boolean;
}

/**
 * Reads the training data of a config and divides its rows into folds. A file of test rows (data.test) is not touched.
 *
 * @throws MlpError where the data, or so many folds of them, are not as they should be.
 */
export async function planCrossValidation(
  config: NamedConfig,
  loading: LoadOptions,
  { withoutTest = false, ...options }: PlanCvOptions,
): Promise<CrossValidation> {
  const all = await readStudyRows(config, loading, { files: ['validation'], foldColumn: options.column });
  const rows = withoutTest ? { ...all, read: withoutTestRows(all.read, config) } : all;
  const plan = planFolds(rows.read, config.data.split, { ...options, seed: config.seed });
  return { rows, plan, stopping: stoppingOf(rows) };
}

/** Rows without those that the split sets aside for the test. */
function withoutTestRows(read: ReadRows, { data: { split }, seed }: NamedConfig): ReadRows {
  const { table, classes, strata } = read;
  const test = new Set(divide(table, read.rows, split, seed, strata).parts.test);
  const rows = read.rows.filter((row) => !test.has(row));
  return { ...read, rows, strata: strataOf(table, classes, rows) };
}

/** Encodes a fold: its preprocessing is that of the rows it is trained on, without those that stop training. */
export function encodeFold({ rows, plan, stopping }: CrossValidation, index: number): Promise<Dataset> {
  const { train, held } = plan.folds[index];
  const { read, config } = rows;
  const parts = { ...divideTraining(read, stopping, train, config.seed), test: held };
  return encodeDivision(rows, parts, {
    keepClass: 'use other folds (--folds, --seed), give the class more rows, or leave its rows out',
  });
}

/** Prepares a fold to be trained on. */
export const prepareFold = async (validation: CrossValidation, index: number): Promise<Prepared> =>
  prepareDataset(validation.rows.config, await encodeFold(validation, index));

/** Options of training folds. */
export type TrainFoldsOptions = Omit<TrainInTurnsOptions, 'directory'>;

/**
 * Trains the folds, as many side by side as there are threads and as memory has room for. Returns how many have ended,
 * those before `from` included.
 *
 * @throws MlpError where the training rows of a fold cannot be prepared.
 */
export const trainFolds = (validation: CrossValidation, options: TrainFoldsOptions): Promise<number> =>
  trainInTurns(validation.plan.folds.length, (index) => prepareFold(validation, index), {
    ...options,
    directory: validation.rows.loading.directory,
  });
