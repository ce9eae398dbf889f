import { printable } from '../../files/excerpt.js';
import type { CellFacts, Found } from './column_facts.js';
import type { Verdict } from './column_type.js';
import { RowGroups } from './row_groups.js';
import type { RowLines } from './row_lines.js';
import { Series } from './series.js';

/** Column as it was read, with the facts on its cells. */
interface ReadColumn {
  readonly name: string;
  /** Type that the column has by its cells, or that was wanted. */
  readonly verdict: Verdict;
  /** Whether that was inferred. */
  readonly isInferred: boolean;
  readonly facts: CellFacts;
}

/** Numbers, one a row; NaN where missing, and where a text is no number; ±Infinity where it is none that is finite. */
export interface NumberColumn extends ReadColumn {
  readonly type: 'number';
  readonly values: Series<Float64Array>;
  /** The texts of cells that are no finite numbers, by row: of the first many. */
  readonly odd: ReadonlyMap<number, string>;
}

/**
 * Texts, one a row: text i is `categories[codes.at(i)]`, missing where the code is −1. Categories come in order of
 * appearance.
 */
export interface CategoryColumn extends ReadColumn {
  readonly type: 'category';
  readonly codes: Series<Int32Array>;
  readonly categories: readonly string[];
}

/** Dates, one a row: seconds since 1970-01-01T00:00:00Z; NaN where missing, and where a text is no date. */
export interface DateColumn extends ReadColumn {
  readonly type: 'date';
  /** Format of their texts, as `dateFormat` takes it. */
  readonly format: string;
  readonly values: Series<Float64Array>;
  /** The texts of cells that are no dates, by row: of the first many. */
  readonly odd: ReadonlyMap<number, string>;
  /** All of them. */
  readonly others?: Found;
  /** Another format that all of the dates are of, too. */
  readonly other?: string;
  /** Number of dates with an offset from UTC, in a format that has it in some: ISO 8601. */
  readonly withOffset: number;
}

export type Column = NumberColumn | CategoryColumn | DateColumn;
export type ColumnType = Column['type'];

/** A file of a table: its name and columns, and the first of its rows. */
export interface TableFile {
  readonly name: string;
  readonly header: readonly string[];
  readonly from: number;
  /** Whether messages count its rows, as it has no lines. */
  readonly countsRows?: boolean;
}

/** Type of a column of dates, in this format, or in that of most of them. */
export interface DateType {
  readonly type: 'date';
  readonly format?: string;
}

/**
 * Type that a column is read as; `infer`: by all of its cells, as `decideType` says; `key`: categories, however many
 * there are.
 */
export type WantedType = Exclude<ColumnType, 'date'> | DateType | 'infer' | 'key';

/** Data by column, as read or generated. */
export interface Table {
  /** Name in messages: the file's path, stdin, or the generator. */
  readonly name: string;
  readonly rows: number;
  /** The names of all columns of the file in their order, those that were not wanted included. */
  readonly header: readonly string[];
  readonly columns: ReadonlyMap<string, Column>;
  /** The files that the rows come from, in order; absent where there is none. */
  readonly files?: readonly TableFile[];
  /** The memory of the columns. */
  readonly groups: RowGroups;
  /** The line on which each row begins, for messages; absent where there is no file. */
  readonly lines?: RowLines;
  /** Whether it is read for a model, which has settled what becomes of cells: messages do not advise otherwise. */
  readonly forModel?: boolean;
}

/** Facts on cells that no file holds, of which nothing is to be inferred. */
export const plainFacts = (rows: number): CellFacts => ({
  rows,
  missing: new Map(),
  numbers: rows,
  found: {},
  looksGrouped: false,
});

/** A column of numbers that no file holds. */
function numberColumn(name: string, values: Series<Float64Array>): NumberColumn {
  const facts = plainFacts(values.length);
  return { type: 'number', name, verdict: 'number', isInferred: false, facts, values, odd: new Map() };
}

/** Makes a table of numbers that no file holds. */
export function numberTable(name: string, columns: Readonly<Record<string, Float64Array>>): Table {
  const header = Object.keys(columns);
  const rows = columns[header[0]].length;
  const groups = new RowGroups(header.length, rows);
  const series = header.map((column, i): [string, NumberColumn] => {
    const values = new Series<Float64Array>(groups, i, Float64Array);
    values.append(columns[column]);
    return [column, numberColumn(column, values)];
  });
  return { name, rows, header, columns: new Map(series), groups };
}

/**
 * The location of a cell (or, without a column, of a row), as messages begin with it: `data.csv:17:3: column 3
 * (petal_width)`.
 */
export function at(
  table: Pick<Table, 'name' | 'lines' | 'header' | 'files'>,
  row: number,
  column?: string,
): string {
  const {
    name,
    header,
    countsRows = !table.lines,
  } = fileOf(table, row) ?? { ...table, countsRows: undefined };
  return placed({ name, countsRows }, table.lines?.at(row) ?? row + 1, header, column);
}

const fileOf = ({ files }: Pick<Table, 'files'>, row: number): TableFile | undefined =>
  files?.findLast(({ from }) => from <= row);

/** Location of a row by its number, or of one of its cells: `a.csv:17:3: column 3 (x)`, `a.parquet: row 17: column 3 (x)`. */
export function placed(
  { name, countsRows }: Pick<TableFile, 'name' | 'countsRows'>,
  number: number,
  header: readonly string[] = [],
  column?: string,
): string {
  const location = countsRows ? `${name}: row ${number}` : `${name}:${number}`;
  if (column === undefined) return location;
  const position = header.indexOf(column) + 1;
  return countsRows
    ? `${location}: column ${position} (${printable(column)})`
    : cell(location, position, column);
}

/** The place of a row in a note on a table: line 5, or row 5; of several files: b.csv line 5. */
export function rowNote(
  { name, files, lines }: Pick<Table, 'name' | 'files' | 'lines'>,
  row: number,
): string {
  if (!lines) return `row ${row + 1}`;
  const file = fileOf({ files }, row);
  const prefix = file && file.name !== name ? `${file.name} ` : '';
  return `${prefix}${lineWord(file)} ${lines.at(row)}`;
}

/** Place of a header, as messages begin with it: a.csv:1; the name alone where the file has no lines. */
export const headerPlace = (name: string, countsRows: boolean | undefined): string =>
  countsRows ? name : `${name}:1`;

/** Word for what places in a file are counted by. */
export const lineWord = (file: { readonly countsRows?: boolean } | undefined): string =>
  file?.countsRows ? 'row' : 'line';

/** `location` is file:line; `position` counts fields from 1. */
export const cell = (location: string, position: number, column: string): string =>
  `${location}:${position}: column ${position} (${printable(column)})`;
