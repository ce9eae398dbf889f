import { platform } from '#platform';
import type { NamedConfig } from '../../config/index.js';
import type { Dataset } from '../../data/dataset.js';
import { type ReadRows, strataOf } from '../../data/read_rows.js';
import { divide } from '../../data/splits/index.js';
import type { Stop } from '../../training/hooks.js';
import type { LoadOptions } from '../../training/prepare.js';
import { type Prepared, prepareDataset } from '../../training/prepare_dataset.js';
import { encodeDivision } from '../divisions/prepare.js';
import { readStudyRows, type StudyRows } from '../divisions/rows.js';
import { type TrainDivisionsOptions, type TrainedDivision, trainDivisions } from '../divisions/train.js';
import { type FoldPlan, type PlanOptions, planFolds } from './folds/index.js';
import { divideTraining, type Stopping, stoppingOf } from './stopping_rows.js';

/** Share of the memory that prepared folds may take together. */
const memoryShare = 1 / 4;

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
export interface TrainFoldsOptions extends Omit<TrainDivisionsOptions, 'onTrained' | 'onEpoch'> {
  /** Index of the first fold to train: those before it are known. */
  readonly from?: number;
  /** Called with what a fold was prepared to, before any of those prepared with it is trained. */
  onPrepared?(index: number, prepared: Prepared): void;
  onEpoch?(index: number): void;
  /** Called when a fold has ended, in their order. */
  onTrained(index: number, trained: TrainedDivision): void;
  stop?(): Stop | null;
}

/**
 * Trains the folds, as many side by side as there are threads and as memory has room for. Returns how many have ended,
 * those before `from` included.
 *
 * @throws MlpError where the training rows of a fold cannot be prepared.
 */
export async function trainFolds(
  validation: CrossValidation,
  { from = 0, onPrepared, onEpoch, onTrained, ...options }: TrainFoldsOptions,
): Promise<number> {
  const { folds } = validation.plan;
  const budget = platform.memoryBytes() * memoryShare;
  let done = from;
  while (done < folds.length && !options.stop?.()) {
    const together: Prepared[] = [];
    let bytes = 0;
    let largest = 0;
    while (done + together.length < folds.length && bytes + largest <= budget) {
      const index = done + together.length;
      const prepared = await prepareFold(validation, index);
      onPrepared?.(index, prepared);
      together.push(prepared);
      largest = Math.max(largest, bytesOf(prepared));
      bytes += bytesOf(prepared);
    }
    const first = done;
    const ended = await trainDivisions(together, {
      ...options,
      directory: validation.rows.loading.directory,
      onEpoch: (division) => onEpoch?.(first + division),
      onTrained: (division, trained) => onTrained(first + division, trained),
    });
    done += ended;
    if (ended < together.length) break;
  }
  return done;
}

/** Bytes of the matrices of a fold. */
function bytesOf({ dataset: { train, validation, test } }: Prepared): number {
  let bytes = 0;
  for (const split of [train, validation, test]) if (split) bytes += split.x.byteLength + split.t.byteLength;
  return bytes;
}
