import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { columnSetting } from '../column_setting.js';
import { DateDetector, dateFormat } from '../dates/index.js';
import { decimal, infinite } from '../numbers/decimal.js';
import { missingNumbers } from './cells.js';
import type { CellFacts, Place } from './column_facts.js';
import { asDates, formatNote, isFormatted, otherUnitNote, unreadNote } from './column_notes.js';
import { areMostlyDates, numberShare, present } from './column_type.js';
import { setColumn, setColumns, setData } from './set_flag.js';
import { at, type Column, cell, type DateColumn, placed, type Table } from './table.js';

/** Location of a column: the name of its source in messages, its name, and its index among the fields, from 0. */
export interface ColumnLocation {
  readonly source: string;
  readonly name: string;
  readonly field: number;
  /** Whether it is read for a model, which has settled what becomes of cells. */
  readonly forModel?: boolean;
  /** Whether messages count its rows, as it has no lines. */
  readonly countsRows?: boolean;
}

/**
 * Creates the error of a cell in a column of numbers that is none, or too large a one; `where` is its location. What
 * becomes of missing values can be set unless that is for a model.
 */
export function notNumber(
  where: string,
  name: string,
  text: string,
  { facts, forModel = false }: { readonly facts?: CellFacts; readonly forModel?: boolean } = {},
): MlpError {
  const shown = excerpt(text);
  const isTooLarge = Math.abs(decimal(text)) === Number.POSITIVE_INFINITY;
  const fill = `${setColumn(name, 'missing', 'median')} (or drop)`;
  if (!Number.isNaN(infinite(text, decimal(text))))
    return new MlpError(
      'data',
      `${where} holds numbers, but this is ${shown}, which is not a finite number` +
        `${isTooLarge ? ' (too large for a double)' : ''}; if it stands for a missing value, add ${shown} to ` +
        `data.missing_values: ${setColumn(name, 'missing_values', [...missingNumbers, text])}` +
        (forModel ? '' : ` ${fill}`),
      { cell: { column: name, value: text } },
    );
  const counts =
    facts?.found.odd && facts.numbers > 0 ? ` (${facts.numbers} of ${present(facts)} cells are numbers)` : '';
  return new MlpError(
    'data',
    `${where} holds numbers, but this is ${shown}${counts}${asNumbers(name, facts)}; ` +
      (forModel
        ? `it is none of data.missing_values, and ${noMissing(name)}`
        : `as missing values: ${fill}, or data.missing_values; as categories: ${setColumn(name, 'type', 'category')}`),
    { cell: { column: name, value: text } },
  );
}

/** Says why nothing becomes of a missing value. */
export const noMissing = (name: string): string =>
  `the model was trained to take no missing value here (${columnSetting(name, 'missing')})`;

/** Says how the cells of a column are numbers all the same, where there is a format. */
const asNumbers = (name: string, facts: CellFacts | undefined): string =>
  facts?.format ? `; as numbers: ${formatNote(name, facts.format)}` : facts ? otherUnitNote(facts) : '';

/** Creates the error of a cell in a column of dates that is none. */
function notDate(table: Table, row: number, column: DateColumn, text: string): MlpError {
  const { name, format, facts, others } = column;
  const cells = present(facts);
  const dates = cells - (others?.count ?? 0);
  return new MlpError(
    'data',
    `${at(table, row, name)} holds dates, but this is ${excerpt(text)}: ${dateFormat(format).read(text)}` +
      `${dates > 0 ? ` (${dates} of ${cells} cells are dates)` : ''}; ` +
      (table.forModel
        ? `it is none of data.missing_values, and ${noMissing(name)}${otherFormat(name, text)}`
        : `as missing values: ${setColumn(name, 'missing', 'median')} (or drop), or data.missing_values; ` +
          `as categories: ${setCategory(column)}`),
    { cell: { column: name, value: text } },
  );
}

/** The flag that makes categories of a column of dates; the settings that say that it is one of dates go. */
export const setCategory = ({ name, isInferred }: DateColumn): string =>
  isInferred ? setColumn(name, 'type', 'category') : setColumns(name, { type: 'category' });

/** Advice on a text that is a date in another format. */
function otherFormat(name: string, text: string): string {
  const detector = new DateDetector();
  detector.add(text);
  const { found } = detector;
  return found ? `; if all dates here are written so: ${setColumn(name, 'format', found.format)}` : '';
}

/** The error of a cell in a column of numbers or dates of a table that is none, by its text; undefined where it is. */
export function oddCell(table: Table, row: number, column: Column): MlpError | undefined {
  const text = column.type === 'category' ? undefined : column.odd.get(row);
  if (text === undefined) return undefined;
  const { facts } = column;
  if (column.type === 'date') return notDate(table, row, column, text);
  return notNumber(at(table, row, column.name), column.name, text, { facts, forModel: table.forModel });
}

/** The error of the first cell of columns of numbers that is no finite number; undefined where all are. */
export function firstOdd(table: Table, names: readonly string[]): MlpError | undefined {
  for (const name of names) {
    const column = table.columns.get(name)!;
    if (column.type === 'number') for (const row of column.odd.keys()) return oddCell(table, row, column);
  }
  return undefined;
}

/** The location of the first cell of a kind in a column, as messages begin with it. */
export function placeOf(
  table: Pick<Table, 'name' | 'header'>,
  column: Column,
  { line, file = table, countsRows }: Place = { line: 0 },
): string {
  const { name, header } = file;
  return line > 0
    ? placed({ name, countsRows }, line, header, column.name)
    : cell(name, header.indexOf(column.name) + 1, column.name);
}

/** Creates the error of a column of numbers and texts of which neither are few: it is not guessed what it is. */
export function mixedColumn(table: Table, column: Column): MlpError {
  const { name, facts } = column;
  const { first } = facts.found.odd!;
  return new MlpError(
    'data',
    `${placeOf(table, column, first)} holds numbers, but this is ${excerpt(first.text)}: ` +
      `${facts.numbers} of ${present(facts)} cells are numbers, and ${100 * numberShare} % are needed for the others ` +
      `to be missing${asNumbers(name, facts)}; as missing values: ${setColumn(name, 'type', 'number')} ` +
      `${setColumn(name, 'missing', 'median')} (or drop), or data.missing_values; ` +
      `as categories: ${setColumn(name, 'type', 'category')}`,
  );
}

/** Creates the error of a column that has too many different texts, given what is known of its cells. */
export function tooManyTexts(where: string, name: string, limit: number, facts?: CellFacts): MlpError {
  const unread = facts && unreadNote(facts);
  return new MlpError(
    'data',
    `${where} has more than ${limit} different texts, too many for categories or classes` +
      `${unread === undefined ? '' : `: ${unread}`}` +
      `${facts && isFormatted(facts) ? asNumbers(name, facts) : ''}` +
      `${facts?.dates && areMostlyDates(facts) ? `; as dates: ${asDates(name, facts.dates.format)}` : ''}; ` +
      `leave it out with data.ignore (${setData('ignore', [name])}), or choose another data.target if it is that`,
  );
}

/** The location of a cell that is being read. */
export const locationOf = ({ source, name, field, countsRows }: ColumnLocation, line: number): string =>
  countsRows
    ? `${source}: row ${line}: column ${field + 1} (${printable(name)})`
    : cell(`${source}:${line}`, field + 1, name);

/** Creates the error of a target whose texts are numbers in another format, too many of them for classes. */
export function formattedTarget(table: Table, column: Column): MlpError {
  const { name, facts } = column;
  return new MlpError(
    'data',
    `${placeOf(table, column, facts.found.odd?.first)}: the target holds ${facts.distinct} different texts that are ` +
      `numbers in another format${asNumbers(name, facts)}; as classes all the same: ` +
      setColumn(name, 'type', 'category'),
  );
}
