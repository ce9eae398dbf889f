import { isoText } from '../dates/index.js';
import type { CodedCells } from '../table/column_builder.js';

/**
 * Cells of one column of a source that has types, one a row. Numbers and dates, in seconds since 1970-01-01T00:00:00Z,
 * are NaN where missing; texts null. `exact` has the texts of whole numbers that JavaScript
 * prints otherwise, by row: those that a double does not hold, and more. Codes are indices of `texts`, −1 where
 * missing: texts of which the source keeps each once.
 */
export type TypedColumn =
  | {
      readonly type: 'numbers';
      readonly values: Float64Array;
      readonly exact?: ReadonlyMap<number, string>;
    }
  | { readonly type: 'dates'; readonly values: Float64Array }
  | { readonly type: 'texts'; readonly values: ArrayLike<string | null> }
  | CodedColumn;

/** Texts by their indices in a list. */
export interface CodedColumn extends CodedCells {
  readonly type: 'codes';
}

/** The text of a cell, as CSV has it; null where it is missing. */
export function cellText(column: TypedColumn, row: number): string | null {
  if (column.type === 'texts') return column.values[row];
  const value = column.values[row];
  if (column.type === 'codes') return value < 0 ? null : column.texts[value];
  if (Number.isNaN(value)) return null;
  return column.type === 'dates' ? dateText(value) : (column.exact?.get(row) ?? String(value));
}

/** A moment as ISO 8601 has it, with the fraction of a second to a microsecond. */
function dateText(seconds: number): string {
  const whole = Math.floor(seconds);
  const text = isoText(whole);
  const fraction = (seconds - whole).toFixed(6).replace(/\.?0+$/, '');
  if (fraction === '0' || fraction.startsWith('1')) return text;
  // the clock may lack its seconds, or be left out at midnight
  const clock = text.length === 10 ? ' 00:00:00' : text.length === 16 ? ':00' : '';
  return text + clock + fraction.slice(1);
}

/** Converts whole numbers of 64 bits. */
export function wholeNumbers(
  count: number,
  at: (i: number) => bigint | null | undefined,
): Extract<TypedColumn, { type: 'numbers' }> {
  const values = new Float64Array(count);
  const exact = new Map<number, string>();
  for (let i = 0; i < count; i++) {
    const whole = at(i);
    values[i] = whole === null || whole === undefined ? Number.NaN : Number(whole);
    // a double may hold it, and print another number
    if (whole != null && !Number.isSafeInteger(values[i]) && String(values[i]) !== String(whole))
      exact.set(i, String(whole));
  }
  return { type: 'numbers', values, ...(exact.size > 0 && { exact }) };
}

/** Largest power of ten that a double holds. */
const largestScale = 22;
const powers = Float64Array.from({ length: largestScale + 1 }, (_, scale) => Number(`1e${scale}`));

/** The double that is nearest to whole / 10^scale: what a text of that decimal is read as. */
export function decimalNumber(whole: bigint, scale: number): number {
  const value = Number(whole);
  // one division of numbers that are held rounds once
  if (Number.isSafeInteger(value) && scale <= largestScale) return value / powers[scale];
  return Number(`${whole}e-${scale}`);
}

/** Converts decimals of a scale; those without decimals are whole numbers. */
export function decimals(
  count: number,
  scale: number,
  at: (i: number) => bigint | null | undefined,
): TypedColumn {
  if (scale === 0) return wholeNumbers(count, at);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const whole = at(i);
    values[i] = whole === null || whole === undefined ? Number.NaN : decimalNumber(whole, scale);
  }
  return { type: 'numbers', values };
}

/** Seconds of a moment in units of which a second has `perSecond`: to the bit what its text is read as. */
export function secondsOfUnits(units: bigint, perSecond: bigint): number {
  const perMinute = 60n * perSecond;
  const rest = ((units % perMinute) + perMinute) % perMinute;
  return Number((units - rest) / perSecond) + Number(rest) / Number(perSecond);
}

/** The text of a time of day in units of which a second has `perSecond`: 09:05:00, 09:05:00.25. */
export function timeText(units: bigint, perSecond: bigint): string {
  const seconds = Number(units / perSecond);
  const two = (value: number) => String(value).padStart(2, '0');
  const digits = String(perSecond).length - 1;
  const fraction = String(units % perSecond)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return fraction === '' ? clock : `${clock}.${fraction}`;
}

/** Joins parts of one column, one below the other. */
export function joined(parts: readonly TypedColumn[]): TypedColumn {
  const [first] = parts;
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + part.values.length, 0);
  if (first.type === 'codes' && parts.every((part) => 'texts' in part && part.texts === first.texts))
    return { ...first, values: below(parts, new Int32Array(rows)) };
  if (first.type === 'texts' || first.type === 'codes')
    return { type: 'texts', values: parts.flatMap(textsOf) };
  const values = below(parts, new Float64Array(rows));
  const exact = new Map<number, string>();
  let start = 0;
  for (const part of parts) {
    if (part.type === 'numbers') for (const [row, text] of part.exact ?? []) exact.set(start + row, text);
    start += part.values.length;
  }
  return first.type === 'dates'
    ? { type: 'dates', values }
    : { type: 'numbers', values, ...(exact.size > 0 && { exact }) };
}

/** Copies the values of the parts into `all`, one below the other. */
function below<A extends Float64Array | Int32Array>(parts: readonly TypedColumn[], all: A): A {
  let start = 0;
  for (const { values } of parts) {
    all.set(values as ArrayLike<number>, start);
    start += values.length;
  }
  return all;
}

const textsOf = (column: TypedColumn): (string | null)[] =>
  Array.from({ length: column.values.length }, (_, row) => cellText(column, row));

/**
 * Picks the rows of a column that these are, each as often as it is named; of texts they are the codes.
 *
 * @throws Error where the column has no such row.
 */
export function gathered(column: TypedColumn, rows: Int32Array): TypedColumn {
  const { length } = rows;
  for (let i = 0; i < length; i++)
    if (!(rows[i] >= 0 && rows[i] < column.values.length))
      throw new Error(`a dictionary has no value ${rows[i]}`);
  if (column.type === 'texts') return { type: 'codes', values: rows, texts: column.values };
  if (column.type === 'codes') return { ...column, values: rows.map((row) => column.values[row]) };
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = column.values[rows[i]];
  if (column.type === 'dates' || !column.exact) return { type: column.type, values };
  const exact = new Map<number, string>();
  for (let i = 0; i < length; i++) {
    const text = column.exact.get(rows[i]);
    if (text !== undefined) exact.set(i, text);
  }
  return { type: 'numbers', values, exact };
}

/** Spreads the cells of a column over the rows where `present` is 1; the others are missing. */
export function scattered(column: TypedColumn, present: Uint8Array): TypedColumn {
  const { length } = present;
  if (column.type === 'texts') {
    const texts = new Array<string | null>(length);
    for (let row = 0, i = 0; row < length; row++) texts[row] = present[row] ? column.values[i++] : null;
    return { type: 'texts', values: texts };
  }
  if (column.type === 'codes') {
    const codes = new Int32Array(length);
    for (let row = 0, i = 0; row < length; row++) codes[row] = present[row] ? column.values[i++] : -1;
    return { ...column, values: codes };
  }
  const values = new Float64Array(length);
  const exact = new Map<number, string>();
  const known = column.type === 'numbers' ? column.exact : undefined;
  for (let row = 0, i = 0; row < length; row++) {
    const text = present[row] ? known?.get(i) : undefined;
    if (text !== undefined) exact.set(row, text);
    values[row] = present[row] ? column.values[i++] : Number.NaN;
  }
  return exact.size > 0 ? { type: 'numbers', values, exact } : { type: column.type, values };
}
