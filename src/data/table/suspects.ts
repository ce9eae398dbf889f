import { excerpt, printable } from '../../files/excerpt.js';
import { formatCount } from '../../format_count.js';
import { present } from './column_type.js';
import { isMissing, textOf } from './rows.js';
import { setColumn } from './set_flag.js';
import { type Column, rowNote, type Table } from './table.js';

/** A number that stands where a value is missing, as it seems, and the range of all others. */
export interface Sentinel {
  readonly value: number;
  readonly cells: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Numbers that tables have for missing values: -99, -999 …; 999, 9999 …. */
const isMark = (value: number): boolean => /^(-99+|999+)$/.test(String(value));

/** Fewest cells with such a number, and the first rows in which one has to stand. */
const fewest = 2;
const firstRows = 10_000;

/** The lowest or highest number of a column, if it stands for a missing value as it seems: far away from all others. */
export function sentinelOf(column: Column): Sentinel | undefined {
  if (column.type !== 'number') return undefined;
  const { values } = column;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { values: group, start, length } of values.inGroups()) {
    const rows = Math.min(length, firstRows - start);
    if (rows <= 0) break;
    for (let i = 0; i < rows; i++) {
      if (group[i] < first) first = group[i];
      if (group[i] > last) last = group[i];
    }
  }
  for (const value of [first, last]) {
    if (!isMark(value)) continue;
    let [cells, lowest, highest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { values: group, length } of values.inGroups())
      for (let i = 0; i < length; i++) {
        if (group[i] === value) cells++;
        else if (group[i] < lowest) lowest = group[i];
        if (group[i] !== value && group[i] > highest) highest = group[i];
      }
    const distance = value < lowest ? lowest - value : value - highest;
    if (cells >= fewest && lowest <= highest && distance > highest - lowest)
      return { value, cells, lowest, highest };
  }
  return undefined;
}

/** Zeros behind a whole number, as it may stand in the file: cells are missing by their text. */
const decimals = ['', '.0', '.00'];

/** A note on numbers that look like marks of missing values, with the flags that make them some. */
export function sentinelNote(
  { name, facts }: Pick<Column, 'name' | 'facts'>,
  { value, cells, lowest, highest }: Sentinel,
  isTarget: boolean,
): string {
  return (
    `column ${printable(name)}: ${value} stands in ${formatCount(cells)} of ${formatCount(present(facts))} cells, ` +
    `far from all others (${lowest} to ${highest}), and is taken for a number; if it marks a missing value, ` +
    `${setColumn(name, 'missing_values', ['', ...decimals.map((zeros) => value + zeros)])} ` +
    setColumn(name, 'missing', isTarget ? 'drop' : 'median')
  );
}

/** Words that the sums of a table stand behind, as exports of spreadsheets have them. */
const sums =
  /^(grand |sub)?(totals?|sums?|summe|gesamt(summe)?|insgesamt|totale|total général|somme|suma|итого|合计)$/i;

/** A note on a last row that is the sum of those above, as it seems; undefined where it is not. */
export function totalsNote(table: Table): string | undefined {
  const row = table.rows - 1;
  for (const column of table.columns.values()) {
    const text = lastText(column, row);
    if (text === undefined || !sums.test(text.replace(/:$/, '').trim()) || standsBefore(column, row))
      continue;
    return (
      `the last row (${rowNote(table, row)}) may be the sum of those above, as ${excerpt(text)} stands in ` +
      `${printable(column.name)}: it is taken for a row like the others; if it is none, take it out of the file`
    );
  }
  return undefined;
}

/** Text of a cell that is no number; undefined where it is missing. */
function lastText(column: Column, row: number): string | undefined {
  if (column.type !== 'category') return column.odd.get(row);
  return row < 1 || isMissing(column, row) ? undefined : textOf(column, row);
}

/** Whether the category of a row is that of one before it, too. */
function standsBefore(column: Column, row: number): boolean {
  if (column.type !== 'category') return false;
  const code = column.codes.at(row);
  for (const { values, length, start } of column.codes.inGroups())
    for (let i = 0; i < length; i++) if (values[i] === code && start + i < row) return true;
  return false;
}
