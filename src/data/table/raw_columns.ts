import { RowGroups } from './row_groups.js';
import type { Rows } from './rows.js';
import { Series } from './series.js';
import {
  type CategoryColumn,
  type Column,
  type DateColumn,
  type NumberColumn,
  plainFacts,
  type Table,
} from './table.js';

/**
 * Values of one column as they were read, one a row, apart from any table: numbers, or dates in seconds, NaN where
 * missing; or categories by their codes, −1 where missing.
 */
export type RawColumn =
  | { readonly type: 'number'; readonly values: Float64Array }
  | { readonly type: 'date'; readonly values: Float64Array; readonly format: string }
  | { readonly type: 'category'; readonly codes: Int32Array; readonly categories: readonly string[] };

/** Columns of the same number of rows, by name. */
export type RawColumns = ReadonlyMap<string, RawColumn>;

/** Copies some rows of those of the named columns that a table has. */
export function rawColumns(table: Table, names: readonly string[], rows: Rows): RawColumns {
  const found = names.flatMap((name): [string, RawColumn][] => {
    const column = table.columns.get(name);
    return column ? [[name, rawColumn(column, rows)]] : [];
  });
  return new Map(found);
}

function rawColumn(column: Column, rows: Rows): RawColumn {
  if (column.type === 'category') {
    const { categories, codes } = column;
    return { type: 'category', codes: codes.gather(rows, new Int32Array(rows.length)), categories };
  }
  const values = column.values.gather(rows, new Float64Array(rows.length));
  return column.type === 'date'
    ? { type: 'date', values, format: column.format }
    : { type: 'number', values };
}

/** Picks rows of a column, in any order, each as often as it is named. */
export function pickRows(column: RawColumn, rows: ArrayLike<number>): RawColumn {
  if (column.type === 'category') {
    const codes = Int32Array.from(rows, (row) => column.codes[row]);
    return { ...column, codes };
  }
  return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
}

/** Joins columns of the same names and types, one below the other. */
export function joinColumns(parts: readonly RawColumns[]): RawColumns {
  const [first] = parts;
  return parts.length === 1
    ? first
    : new Map([...first.keys()].map((name) => [name, joined(parts.map((part) => part.get(name)!))]));
}

function joined(parts: readonly RawColumn[]): RawColumn {
  const [first] = parts;
  if (first.type !== 'category') {
    const values = parts.flatMap((part) => (part.type === 'category' ? [] : [...part.values]));
    return { ...first, values: Float64Array.from(values) };
  }
  const codeOf = new Map<string, number>();
  const codes = parts.flatMap((part) => {
    if (part.type !== 'category') return [];
    const codesHere = part.categories.map((text) => {
      const code = codeOf.get(text) ?? codeOf.size;
      codeOf.set(text, code);
      return code;
    });
    return Array.from(part.codes, (code) => (code < 0 ? code : codesHere[code]));
  });
  return { type: 'category', codes: Int32Array.from(codes), categories: [...codeOf.keys()] };
}

/** Number of rows of a column. */
export const rowCount = (column: RawColumn): number =>
  column.type === 'category' ? column.codes.length : column.values.length;

/** Makes a table of columns, as one that a file was read into for a model. */
export function tableOfColumns(name: string, raw: RawColumns): Table {
  const header = [...raw.keys()];
  const rows = rowCount(raw.get(header[0])!);
  const groups = new RowGroups(header.length, rows);
  const columns = header.map((column, i): [string, Column] => [
    column,
    columnOf(column, raw.get(column)!, groups, i),
  ]);
  return { name, rows, header, columns: new Map(columns), groups, forModel: true };
}

function columnOf(name: string, raw: RawColumn, groups: RowGroups, place: number): Column {
  const read = { name, isInferred: false, facts: plainFacts(rowCount(raw)) };
  if (raw.type === 'category') {
    const codes = new Series<Int32Array>(groups, place, Int32Array);
    codes.append(raw.codes);
    return {
      ...read,
      verdict: 'category',
      type: 'category',
      codes,
      categories: raw.categories,
    } satisfies CategoryColumn;
  }
  const values = new Series<Float64Array>(groups, place, Float64Array);
  values.append(raw.values);
  const { type } = raw;
  const shared = { ...read, verdict: type, values, odd: new Map() };
  return type === 'date'
    ? ({ ...shared, type, format: raw.format, withOffset: 0 } satisfies DateColumn)
    : ({ ...shared, type } satisfies NumberColumn);
}
