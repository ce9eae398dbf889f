import { platform } from '#platform';
import type { ReadRows } from '../../../data/read_rows.js';
import type { SplitConfig } from '../../../data/splits/index.js';
import { MlpError } from '../../../errors.js';
import { counted } from '../../../format_count.js';
import { rangeOf } from '../../../range.js';
import { columnFolds } from './column.js';
import type { Fold, FoldScheme } from './fold_scheme.js';
import { group } from './group.js';
import { random } from './random.js';
import { time } from './time.js';

/** Ways to divide rows into folds, by the type of `data.split`. */
const schemes = { random, group, time, column: random, none: random } satisfies Record<
  SplitConfig['type'],
  FoldScheme
>;

/** Options of dividing rows into folds; `column` holds the fold of each row and takes the place of a count. */
export interface PlanOptions {
  readonly count: number;
  readonly repeats: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly column?: string;
}

/** Fold of a repetition; both count from 0. */
export interface PlannedFold extends Fold {
  readonly repeat: number;
  readonly fold: number;
}

/** Folds of all repetitions, in order, and what there is to say of them. */
export interface FoldPlan {
  readonly folds: readonly PlannedFold[];
  readonly count: number;
  readonly repeats: number;
  /** Words on how they were made, that follow "5 folds". */
  readonly how: string;
  readonly notes: readonly string[];
}

/**
 * Divides rows into folds, as often as asked for, in the way of `data.split`.
 *
 * @throws MlpError `usage` where they would be the same each time, `data` where the rows cannot be divided so.
 */
export function planFolds(
  read: ReadRows,
  split: SplitConfig,
  { count, repeats, seed, shuffle, column }: PlanOptions,
): FoldPlan {
  const scheme: FoldScheme = schemes[split.type];
  if (repeats > 1 && (column !== undefined || scheme.isFixed(shuffle)))
    throw new MlpError(
      'usage',
      `--repeats ${repeats}: the folds would be the same ${counted(repeats, 'time')}, as ` +
        (column !== undefined
          ? `--fold-column says which they are`
          : shuffle
            ? `data.split.type is "${split.type}"`
            : '--no-shuffle leaves nothing to chance') +
        '; leave one of the two out',
    );
  const each = Array.from({ length: repeats }, (_, repeat) =>
    column === undefined
      ? scheme.divide(read, split, { count, seed, shuffle, repeat })
      : columnFolds(read, column),
  );
  const [{ folds, how, notes = [] }] = each;
  return {
    folds: each.flatMap((divided, repeat) => divided.folds.map((fold, k) => ({ ...fold, repeat, fold: k }))),
    count: folds.length,
    repeats,
    how,
    notes,
  };
}

/** sha256 of the indices of all rows that are held out and trained on: the same for the same folds. */
export function foldsHash({ folds }: Pick<FoldPlan, 'folds'>): string {
  const hash = platform.sha256();
  for (const { repeat, fold, held, train } of folds)
    hash.update(`${repeat} ${fold}: ${held.join(' ')} / ${train.join(' ')}\n`);
  return hash.digest('hex');
}

/** Folds in words: `5 folds at random, the classes in proportion: 30 rows each`. */
export function planText({ folds, count, repeats, how }: FoldPlan): string {
  const [least, mostRows] = rangeOf(folds.map(({ held }) => held.length));
  const each =
    least === mostRows ? `${counted(mostRows, 'row')} each` : `${least} to ${counted(mostRows, 'row')} each`;
  return `${count} folds ${how}${repeats > 1 ? `, ${repeats} times anew` : ''}: ${each}`;
}

export type { Fold } from './fold_scheme.js';
