import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import * as z from '../../zod.js';
import type { Rows } from '../table/rows.js';
import type { Column, Table } from '../table/table.js';
import { dealGroups } from './deal_groups.js';
import { fractionKeys, fractionsOf, namedParts, setCalibration, withFractions } from './fractions.js';
import { completeColumn, valuesNote } from './keys.js';
import { type PartFacts, parts, type SplitType } from './split_type.js';

const schema = withFractions(
  z.strictObject({
    type: z.literal('group'),
    column: z
      .string()
      .min(1)
      .describe('the column whose rows of one value stay together, such as a patient; no feature by itself'),
    ...fractionKeys,
    stratify: z
      .boolean()
      .default(true)
      .describe('keep the proportions of the classes in every part, as nearly as whole groups allow'),
  }),
);

/** Parts by chance, but the rows that have the same value in a column, a group, are all in one of them. */
export const group = {
  schema,
  column: (config) => ({ name: config.column, type: 'key', canBeFeature: true }),
  divide(table, rows, config, { seed, sequence, strata }) {
    const { column: name } = config;
    const fractions = fractionsOf(config);
    const { groups, count } = groupsOf(completeColumn(table, rows, name), rows);
    refuseFewGroups(table, name, count, fractions);
    const isStratified = config.stratify && strata !== undefined;
    const partOf = dealGroups(groups, count, fractions, { seed, sequence, strata, isStratified });
    const divided = parts.map((_, part) => rows.filter((_, i) => partOf[groups[i]] === part));
    const facts = parts.map((_, part): PartFacts => ({ groups: partOf.filter((p) => p === part).length }));
    return {
      parts: namedParts(divided, config),
      how: `by ${printable(name)}, rows of one value together${isStratified ? ', the classes in proportion' : ''}`,
      facts: Object.fromEntries(parts.map((part, i) => [part, facts[i]])),
    };
  },
  fold(table, rows, { column: name, stratify }, { count, seed, strata }) {
    const { groups, count: found } = groupsOf(completeColumn(table, rows, name), rows);
    if (found < count)
      throw new MlpError(
        'data',
        `${valuesNote(table, name, found)}, but ${count} folds (ensemble.members) need a group of rows each; ` +
          (found < 2 ? 'leave "ensemble" out, or split by another column' : `use at most ${found}`),
      );
    const isStratified = stratify && strata !== undefined;
    const fractions = new Array<number>(count).fill(1 / count);
    const foldOf = dealGroups(groups, found, fractions, { seed, strata, isStratified, folds: true });
    return {
      of: Uint8Array.from(groups, (each) => foldOf[each]),
      how: `by ${printable(name)}, rows of one value together${isStratified ? ', the classes in proportion' : ''}`,
      facts: fractions.map((_, fold) => ({ groups: foldOf.filter((each) => each === fold).length })),
    };
  },
  keepClass: ({ column: name }) =>
    `only whole groups of ${printable(name)} are dealt: give this class to more groups, leave its rows out, ` +
    'or take another seed',
  calibrate: (config) => setCalibration(config),
} satisfies SplitType<z.infer<typeof schema>>;

/** Numbers the values of a column in the order of their first rows. */
export function groupsOf(
  column: Column,
  rows: Rows,
): { readonly groups: Int32Array; readonly count: number } {
  const known = new Map<number, number>();
  const cells = column.type === 'category' ? column.codes : column.values;
  const groups = Int32Array.from(rows, (row) => {
    const value = cells.at(row);
    const index = known.get(value) ?? known.size;
    known.set(value, index);
    return index;
  });
  return { groups, count: known.size };
}

/** Refuses fewer groups than there are parts. */
function refuseFewGroups(table: Table, name: string, count: number, fractions: readonly number[]): void {
  const wanted = parts.filter((_, i) => fractions[i] > 0);
  if (count >= wanted.length) return;
  throw new MlpError(
    'data',
    `${valuesNote(table, name, count)}, ` +
      `but ${wanted.join(', ').replace(/, (\w+)$/, ' and $1')} need one each at least; ` +
      (count === 2
        ? 'use two parts (--set data.split.test=0), or another data.split'
        : 'split by another column, or --set data.split.type=random where its rows are independent'),
  );
}
