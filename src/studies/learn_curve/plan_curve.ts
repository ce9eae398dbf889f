import type { NamedConfig } from '../../config/index.js';
import { strataOf } from '../../data/read_rows.js';
import { divide, type Parts } from '../../data/splits/index.js';
import type { Rows } from '../../data/table/rows.js';
import { setObject } from '../../data/table/set_flag.js';
import { MlpError } from '../../errors.js';
import type { Direction } from '../../metrics/index.js';
import { headline } from '../../training/measuring/report.js';
import type { LoadOptions } from '../../training/prepare.js';
import type { Prepared } from '../../training/prepare_dataset.js';
import { checkMetric, directionOf } from '../divisions/metric.js';
import { prepareDivision } from '../divisions/prepare.js';
import { readStudyRows, type StudyRows } from '../divisions/rows.js';
import { isFixedOrder, orderRows, orderText } from './order.js';
import { nearestCut, sizesOf } from './sizes.js';

/** Options of a learning curve. */
export interface CurveOptions {
  /** Sizes as asked for; see sizesOf. */
  readonly sizes?: readonly number[];
  readonly repeats: number;
  /** Metric; the headline of the task where left out. */
  readonly metric?: string;
}

/** Training of a subset. */
export interface Subset {
  /** Rows that were asked for, which whole groups and times come near to. */
  readonly size: number;
  readonly repeat: number;
  /** Indices of the table's rows, in ascending order. */
  readonly rows: Rows;
}

/** A learning curve that is known to be possible, before anything is trained. */
export interface PlannedCurve {
  readonly rows: StudyRows;
  /** Part that measures: the same rows for all subsets. */
  readonly part: 'validation' | 'test';
  readonly metric: string;
  readonly direction: Direction;
  readonly sizes: readonly number[];
  readonly repeats: number;
  /** Subsets by size, and of each size by repetition. */
  readonly subsets: readonly Subset[];
  /** Words on how subsets are made. */
  readonly how: string;
  /** Number of all training rows, and of the rows that measure. */
  readonly count: { readonly train: number; readonly measured: number };
  prepare(index: number): Promise<Prepared>;
}

/**
 * Reads the data of a config, divides them as it says, and makes nested subsets of the training rows.
 *
 * @throws MlpError where the data, the sizes or the metric are not as they should be.
 */
export async function planCurve(
  config: NamedConfig,
  loading: LoadOptions,
  { sizes: asked, repeats, metric }: CurveOptions,
): Promise<PlannedCurve> {
  const direction = metric === undefined ? undefined : directionOf(metric);
  const rows = await readStudyRows(config, loading, { files: ['validation', 'test'] });
  const { table, strata, classes } = rows.read;
  const { split } = config.data;
  const { parts } = divide(table, rows.read.rows, split, config.seed, strata);
  const part = partOf(parts, rows, split.type);
  const { train } = parts;
  const isStratified = classes !== undefined && !('stratify' in split && split.stratify === false);
  const ofTrain = isStratified ? strataOf(table, classes, train) : undefined;
  const orders = Array.from({ length: repeats }, (_, repeat) =>
    orderRows(rows.read, split, train, ofTrain, { seed: config.seed, repeat }),
  );
  const sizes = distinct(sizesOf(train.length, asked), orders);
  const subsets = sizes.flatMap((size) =>
    orders.map(({ rows: ordered, cuts }, repeat): Subset => {
      const subset = ordered.slice(0, nearestCut(size, cuts)).sort();
      return { size, repeat, rows: subset };
    }),
  );
  const prepare = (index: number) => {
    const { repeat, rows: subset } = subsets[index];
    // weights, too, are others in each repetition: those of the first are of the config's seed
    const seeded = { ...config, seed: (config.seed + repeat) % 2 ** 32 };
    const { validation, test } = parts;
    const divided = { train: subset, ...(validation && { validation }), ...(test && { test }) };
    return prepareDivision(rows, divided, {
      config: seeded,
      keepClass: 'use larger subsets (--sizes), give the class more rows, or leave its rows out',
    });
  };
  const whole = await prepare(subsets.length - 1);
  const name = metric ?? headline(whole.dataset.preprocessing);
  checkMetric(name, whole, part, `these ${part} rows`);
  return {
    ...{ rows, part, sizes, repeats, subsets, prepare },
    metric: name,
    direction: direction ?? directionOf(name),
    how: `${orderText(split, isStratified)}${isFixedOrder(split) ? '; repetitions differ in their seeds alone' : ''}`,
    count: { train: train.length, measured: whole.dataset[part]!.rows },
  };
}

/** Part that measures: test rows, by which training is not stopped, where there are any. */
function partOf(
  { validation, test }: Parts,
  { files }: StudyRows,
  split: NamedConfig['data']['split']['type'],
): 'validation' | 'test' {
  if (test || files.includes('test')) return 'test';
  if (validation || files.includes('validation')) return 'validation';
  const remedy = {
    none: `with ${setObject('split', { type: 'random', validation: 0, test: 0.2 })}`,
    column: 'by writing "test" in the column that divides them',
  };
  throw new MlpError(
    'config',
    'data.split: there are no test rows, nor validation rows, to measure by; set some aside, ' +
      `${remedy[split as keyof typeof remedy] ?? 'with --set data.split.test=0.2'}, or name a file (data.test)`,
  );
}

/** Sizes that come to other subsets than the one before, where whole groups or times are taken. */
function distinct(
  sizes: readonly number[],
  orders: readonly { readonly cuts: readonly number[] }[],
): number[] {
  const cutsOf = (size: number) => orders.map(({ cuts }) => nearestCut(size, cuts)).join(' ');
  return sizes.filter((size, i) => i + 1 === sizes.length || cutsOf(size) !== cutsOf(sizes[i + 1]));
}
