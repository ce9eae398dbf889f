import type { ReadRows } from '../../../data/read_rows.js';
import { dealFolds } from '../../../data/splits/deal_folds.js';
import type { SplitConfig } from '../../../data/splits/index.js';
import { classNames } from '../../../data/targets/classes.js';
import { MlpError } from '../../../errors.js';
import { counted } from '../../../format_count.js';
import { rangeOf } from '../../../range.js';
import { shortList } from '../../../short_list.js';
import { type FoldScheme, foldsOf } from './fold_scheme.js';

/** Sequences of random numbers before it are those of other divisions by the same seed: parts, folds, calibration. */
export const firstSequence = 4;

/**
 * Folds by chance, or of rows in their order, with the classes in proportion where there are any (and data.split does
 * not say otherwise). In order they are those of scikit-learn's StratifiedKFold and KFold without shuffling.
 */
export const random: FoldScheme = {
  isFixed: (shuffle) => !shuffle,
  divide(read, split, { count, seed, shuffle, repeat }) {
    const { rows, table } = read;
    if (rows.length < count)
      throw new MlpError(
        'data',
        `${table.name}: ${count} folds of ${counted(rows.length, 'row')}: each needs one at least; ` +
          (rows.length < 2 ? 'use more rows' : `use --folds ${rows.length} or fewer, or more rows`),
      );
    const isStratified = !('stratify' in split && split.stratify === false);
    const strata = isStratified ? read.strata : undefined;
    if (strata) refuseRareClasses(read, strata, count, split.type);
    const by = strata ? ', the classes in proportion' : '';
    if (!shuffle) {
      const of = strata ? stratifiedBlocks(strata, count) : blocks(rows.length, count);
      return { folds: foldsOf(rows, of, count), how: `in the order of the file${by}` };
    }
    const { of } = dealFolds(rows.length, { count, seed, strata }, firstSequence + repeat);
    return { folds: foldsOf(rows, of, count), how: `at random${by}` };
  },
};

/** Refuses more folds than a class has rows: some would have none of it. */
function refuseRareClasses(
  { table, rows, classes }: ReadRows,
  strata: Int32Array,
  count: number,
  type: SplitConfig['type'],
): void {
  const names = classNames(table, classes!, rows).classes;
  const sizes = names.map(() => 0);
  for (const c of strata) sizes[c]++;
  const rare = names.flatMap((name, c) =>
    sizes[c] < count ? [`${name} (${counted(sizes[c], 'row')})`] : [],
  );
  if (rare.length === 0) return;
  const [least] = rangeOf(sizes);
  const freely =
    type === 'random' ? 'data.split.stratify=false' : `'data.split={"type":"random","stratify":false}'`;
  throw new MlpError(
    'data',
    `${table.name}: ${count} folds, but fewer rows have these classes: ${shortList(rare, 5)}; ` +
      `${least >= 2 ? `use --folds ${least}, ` : ''}give them more rows, leave theirs out, or do without a row of ` +
      `each class in every fold: --set ${freely}`,
  );
}

/** Folds that are blocks of rows; the first ones have a row more where they cannot be even. */
function blocks(rows: number, count: number): Uint16Array {
  const of = new Uint16Array(rows);
  let row = 0;
  for (let fold = 0; fold < count; fold++) {
    const size = Math.floor(rows / count) + (fold < rows % count ? 1 : 0);
    of.fill(fold, row, row + size);
    row += size;
  }
  return of;
}

/**
 * Folds that have of each class a block of its rows. How many is what dealing all rows out one by one, sorted by class,
 * gives each fold; classes are sorted by where they come first. scikit-learn's StratifiedKFold.
 */
function stratifiedBlocks(strata: Int32Array, count: number): Uint16Array {
  const members = new Map<number, number[]>();
  for (const [i, c] of strata.entries()) {
    const known = members.get(c);
    if (known) known.push(i);
    else members.set(c, [i]);
  }
  const of = new Uint16Array(strata.length);
  let dealt = 0;
  for (const rows of members.values()) {
    const sizes = new Array<number>(count).fill(0);
    for (let k = 0; k < rows.length; k++) sizes[dealt++ % count]++;
    let next = 0;
    for (const [fold, size] of sizes.entries())
      for (const end = next + size; next < end; next++) of[rows[next]] = fold;
  }
  return of;
}
