import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { counted } from '../../format_count.js';
import { rangeOf } from '../../range.js';
import { factText } from './info.js';
import type { Folding } from './split_type.js';

/** Folds of the training rows, each of which is in exactly one. */
export interface Folds extends Folding {
  readonly count: number;
}

/** The rows of a fold, and those of all others, in their order. */
export function rowsOfFold({ of }: Pick<Folds, 'of'>, fold: number) {
  const isIn = (row: number) => of[row] === fold;
  const all = Float64Array.from(of, (_, row) => row);
  return { inside: all.filter(isIn), outside: all.filter((row) => !isIn(row)) };
}

/** Number of rows in each fold. */
export function foldSizes({ of, count }: Pick<Folds, 'of' | 'count'>): number[] {
  const sizes = new Array<number>(count).fill(0);
  for (const fold of of) sizes[fold]++;
  return sizes;
}

/** Folds in words: `5 folds at random, the classes in proportion: 30 rows each`. */
export function foldsText(folds: Folds): string {
  const sizes = foldSizes(folds);
  const [least, most] = rangeOf(sizes);
  const { facts, how, count } = folds;
  const listed = sizes.map((size, i) => `${counted(size, 'row')}${printable(factText(facts?.[i] ?? {}))}`);
  const each = least === most ? `${counted(most, 'row')} each` : `${least} to ${counted(most, 'row')} each`;
  return `${count} folds ${how}: ${facts ? listed.join(', ') : each}`;
}

/** Refuses more folds than there are rows. */
export function refuseFewRows(name: string, rows: number, count: number): void {
  if (rows >= count) return;
  throw new MlpError(
    'data',
    `${name}: ${count} folds (ensemble.members) of ${counted(rows, 'training row')}: each needs a row at least; ` +
      `use ${rows < 2 ? 'more rows, or leave "ensemble" out' : `at most ${rows}`}`,
  );
}
