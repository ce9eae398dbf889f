import type { NamedConfig } from '../../config/index.js';
import type { CvFile } from '../../studies/cv/cv_file.js';
import type { FoldResult } from '../../studies/cv/fold_result.js';
import type { FoldPlan } from '../../studies/cv/folds/index.js';
import type { Stopping } from '../../studies/cv/stopping_rows.js';
import type { Context } from '../context.js';
import { type GrowingTable, growingTable, numberWidth } from './growing_table.js';
import { formatNumber } from './number.js';

/** Name of a fold: its number, after that of the repetition where there are several. */
export const foldName = ({ repeat, fold }: Pick<FoldResult, 'repeat' | 'fold'>, repeats: number): string =>
  repeats > 1 ? `${repeat}.${fold}` : String(fold);

/** Rows of a cross-validation: header, a line a fold, and the summary below. */
export interface CvTable {
  readonly header: string;
  row(result: FoldResult): string;
  summary(content: CvFile): string;
}

/** Creates the table of a cross-validation that shows these metrics. */
export function cvTable(
  { repeats, folds }: FoldPlan,
  metrics: readonly string[],
  hasStopping: boolean,
  { style }: Context,
): CvTable {
  const counts = (title: string) => ({
    title,
    width: String(folds[0].train.length + folds[0].held.length).length,
  });
  const table: GrowingTable = growingTable(
    [
      { title: 'fold', width: 'baseline'.length },
      counts('train'),
      ...(hasStopping ? [counts('stop')] : []),
      counts('held'),
      { title: 'epochs', width: 0 },
      ...metrics.map((title) => ({ title, width: numberWidth })),
    ],
    style.out,
  );
  const before = hasStopping ? 4 : 3;
  const below = (label: string, values: readonly (number | undefined)[]) =>
    table.row([label, ...new Array<undefined>(before).fill(undefined), ...values]);
  return {
    header: table.header,
    row: (result) =>
      table.row([
        foldName(result, repeats),
        result.rows.train,
        ...(hasStopping ? [result.rows.validation] : []),
        result.rows.test,
        result.epochs,
        ...metrics.map((name) => result.metrics[name]),
      ]),
    summary({ metrics: found }) {
      const values = (key: 'mean' | 'standard_deviation' | 'standard_error' | 'baseline') =>
        metrics.map((name) => found[name]?.[key]);
      const guesses = values('baseline');
      return [
        below('mean', values('mean')),
        below('± sd', values('standard_deviation')),
        below('± se', values('standard_error')),
        ...(guesses.some((guess) => guess !== undefined) ? [below('baseline', guesses)] : []),
      ].join('');
    },
  };
}

/** Sentence on what a cross-validation has found: the mean of a metric and how sure it is. */
export function summaryText({ metrics, results }: CvFile, metric: string): string {
  const { mean, standard_error } = metrics[metric];
  return (
    `${metric} ${formatNumber(mean)} ± ${shortNumber(standard_error)}: mean of ${results.length} folds and its ` +
    'standard error, corrected for the training rows that folds share (Nadeau and Bengio 2003)'
  );
}

/** Text of a number with two significant digits. */
export const shortNumber = (value: number): string =>
  value === 0 || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(2)));

/** Notes on which rows do what where folds judge the trials of a study. */
export const foldsOfTrialsText = ({ data }: NamedConfig, { how }: Stopping): string[] => [
  'each trial is judged by its mean over these folds; ' +
    ('test' in data.split && data.split.test > 0
      ? 'the test rows of data.split take no part until one is chosen; '
      : '') +
    `preprocessing is fitted in each fold to the rows that are trained on; training is stopped ${how}`,
];

/** Notes on which rows do what. */
export function dividedText({ data }: NamedConfig, { how }: Stopping): string[] {
  const asides =
    'test' in data.split && data.split.test > 0 ? ', those that data.split sets aside as well' : '';
  return [
    `all rows take part${asides}; preprocessing is fitted in each fold to the rows that are trained on; training is ` +
      `stopped ${how}`,
    ...(data.test === undefined
      ? []
      : [
          `${[data.test].flat().join(', ')} (data.test) is not touched: it stays for the model that is chosen`,
        ]),
  ];
}
