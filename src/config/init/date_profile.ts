import { type DatePartName, dateFormat, PartChooser } from '../../data/dates/index.js';
import { datesNote, mostlyDatesNote } from '../../data/table/column_notes.js';
import { offsetsNote } from '../../data/table/date_notes.js';
import { isMissing } from '../../data/table/rows.js';
import type { Column, DateColumn } from '../../data/table/table.js';

/** Dates of a column. */
export interface DateProfile {
  readonly format: string;
  /** Another format that all of them are of, too. */
  readonly other?: string;
  /** Parts of them that tell something. */
  readonly parts: readonly DatePartName[];
  /** The first of them and the last, in seconds. */
  readonly span: readonly [number, number];
  /** Says how clocks with an offset from UTC are taken beside others. */
  readonly offsets?: string;
  /** Number of cells that are no dates. */
  readonly odd: number;
  /** Says how many cells are dates, and which is the first that is none. */
  readonly note: string;
}

/** Most different texts among numbers or dates that are taken for marks of missing values. */
export const maxMarks = 2;

/** Dates of a column of them, or of one that has two other texts at most, taken for marks of missing dates. */
export function datesOf(column: Column, rows: number): { readonly dates?: DateProfile } {
  if (column.type === 'date') return { dates: datesOfType(column, rows) };
  // of too many texts not all are known
  if (column.type !== 'category' || column.verdict !== 'category') return {};
  const mostly = mostlyDatesNote(column);
  if (!mostly || mostly.others.length > maxMarks) return {};
  const { format, other } = column.facts.dates!;
  const { odd, note } = mostly;
  const dates = dateFormat(format);
  const parts = new PartChooser(dates);
  for (const text of column.categories) {
    const seconds = dates.read(text);
    if (typeof seconds === 'number') parts.add(seconds);
  }
  return { dates: { format, ...(other && { other }), parts: parts.chosen, span: parts.span, odd, note } };
}

function datesOfType(column: DateColumn, rows: number): DateProfile {
  const { format, other, others, values } = column;
  const parts = new PartChooser(dateFormat(format));
  for (let row = 0; row < rows; row++) if (!isMissing(column, row)) parts.add(values.at(row));
  const odd = others?.count ?? 0;
  const offsets = offsetsNote(column);
  return {
    format,
    ...(other && { other }),
    parts: parts.chosen,
    span: parts.span,
    ...(offsets && { offsets }),
    odd,
    note: datesNote(column),
  };
}
