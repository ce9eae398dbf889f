import { printable } from '../../../files/excerpt.js';
import { shortList } from '../../../short_list.js';
import { cellFormat } from '../../table/cells.js';
import { mostNoted, spelledNote } from '../../table/column_notes.js';
import { isSpelled } from '../../table/column_type.js';
import { setColumn } from '../../table/set_flag.js';
import { sentinelNote, sentinelOf, totalsNote } from '../../table/suspects.js';
import type { Column, Table } from '../../table/table.js';
import type { Roles } from '../roles.js';
import type { SettledConfig } from './config.js';

/** A note on each column with numbers that may be marks of missing values, where the config does not say which are. */
export function sentinelNotes(columns: readonly Column[], roles: Roles, config: SettledConfig): string[] {
  return columns.flatMap((column) => {
    if (cellFormat(config, column.name).missing_values !== undefined) return [];
    const sentinel = sentinelOf(column);
    return sentinel ? [sentinelNote(column, sentinel, roles.targets.includes(column.name))] : [];
  });
}

/** A note on a last row that may be the sum of the others. */
export function totalsNotes(table: Table): string[] {
  const note = totalsNote(table);
  return note === undefined ? [] : [`${table.name}: ${note}`];
}

/** A note on each column that is left out as an identifier. */
export function identifierNotes(columns: readonly Column[]): string[] {
  return columns.map(({ name, facts }) => {
    const isTooMany = facts.distinct === Number.POSITIVE_INFINITY;
    return (
      `left out: ${printable(name)}, an identifier: ${spelledNote(facts)}, ` +
      (isTooMany
        ? `too many different ones for categories; as numbers: ${setColumn(name, 'type', 'number')}`
        : `another one in every row; as categories: ${setColumn(name, 'type', 'category')}`)
    );
  });
}

/** A note on all columns of whole numbers that are taken as they are written. */
export function spelledNotes(columns: readonly Column[]): string[] {
  const spelled = columns.filter(
    ({ isInferred, type, facts }) =>
      isInferred && type === 'category' && facts.numbers > 0 && isSpelled(facts),
  );
  if (spelled.length === 0) return [];
  const [first] = spelled;
  const listed = spelled.map(({ name, facts }) => `${printable(name)} (${spelledNote(facts)})`);
  return [
    `categories, spelled as they are in the file: ${shortList(listed, mostNoted)}; ` +
      `as numbers: ${setColumn(first.name, 'type', 'number')}`,
  ];
}
