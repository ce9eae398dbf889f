import { dealGroups } from '../../../data/splits/deal_groups.js';
import { groupsOf } from '../../../data/splits/group.js';
import { completeColumn, valuesNote } from '../../../data/splits/keys.js';
import { sortLabels } from '../../../data/table/labels.js';
import { type Rows, textOf } from '../../../data/table/rows.js';
import type { Column } from '../../../data/table/table.js';
import { MlpError } from '../../../errors.js';
import { printable } from '../../../files/excerpt.js';
import { rangeOf } from '../../../range.js';
import { type FoldScheme, foldsOf } from './fold_scheme.js';
import { firstSequence } from './random.js';

/**
 * Folds of whole groups: by chance, as even as groups allow and with the classes in proportion; or, without chance,
 * the largest group first into the fold that has the fewest rows, scikit-learn's GroupKFold.
 */
export const group: FoldScheme = {
  isFixed: (shuffle) => !shuffle,
  divide({ table, rows, strata }, split, { count, seed, shuffle, repeat }) {
    const { column: name, stratify } = split as { readonly column: string; readonly stratify: boolean };
    const { groups, count: found } = groupsOf(completeColumn(table, rows, name), rows);
    if (found < count)
      throw new MlpError(
        'data',
        `${valuesNote(table, name, found)}, but ${count} folds need a group of rows each; ` +
          (found < 2 ? 'split by another column (data.split.column)' : `use --folds ${found} or fewer`),
      );
    const isStratified = shuffle && stratify && strata !== undefined;
    const fractions = new Array<number>(count).fill(1 / count);
    const sequence = firstSequence + repeat;
    const foldOf = shuffle
      ? dealGroups(groups, found, fractions, { seed, strata, isStratified, sequence, folds: true })
      : largestFirst(groups, found, count, orderOf(table.columns.get(name)!, rows, groups, found));
    const folds = foldsOf(
      rows,
      Uint8Array.from(groups, (each) => foldOf[each]),
      count,
    );
    return {
      folds: folds.map((each, fold) => ({
        ...each,
        facts: { groups: foldOf.filter((of) => of === fold).length },
      })),
      how: `by ${printable(name)}, rows of one value together${isStratified ? ', the classes in proportion' : ''}`,
    };
  },
};

/** The groups in the order of their values. */
function orderOf(column: Column, rows: Rows, groups: Int32Array, found: number): number[] {
  const names = new Array<string>(found);
  for (const [i, each] of groups.entries()) names[each] ??= textOf(column, rows[i]);
  const places = new Map(names.map((name, each) => [name, each]));
  return sortLabels(names).map((name) => places.get(name)!);
}

/**
 * Deals groups, the largest first, each into the fold with the fewest rows; of equal ones, the last in order first.
 * `order` lists the groups.
 */
function largestFirst(
  groups: Int32Array,
  found: number,
  count: number,
  order: readonly number[],
): Uint8Array {
  const sizes = new Float64Array(found);
  for (const each of groups) sizes[each]++;
  const bySize = [...order].reverse().sort((a, b) => sizes[b] - sizes[a]);
  const held = new Array<number>(count).fill(0);
  const foldOf = new Uint8Array(found);
  for (const each of bySize) {
    const fold = held.indexOf(rangeOf(held)[0]);
    foldOf[each] = fold;
    held[fold] += sizes[each];
  }
  return foldOf;
}
