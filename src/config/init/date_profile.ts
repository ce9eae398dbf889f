import { type DatePartName, dateFormat, PartChooser } from '../../data/dates/index.js';
import { datesNote, mostlyDatesNote } from '../../data/table/column_notes.js';
import { isMissing } from '../../data/table/rows.js';
import type { Column, DateColumn } from '../../data/table/table.js';

/** Dates of a column. */
export interface DateProfile {
  readonly format: string;
  /** Another format that all of them are of, too. */
  readonly other?: string;
  /** Parts of them that tell something. */
  readonly parts: readonly DatePartName[];
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
  const isKnown = column.type === 'category' && column.verdict === 'category';
  const mostly = isKnown ? mostlyDatesNote(column) : undefined;
  if (!mostly || mostly.others.length > maxMarks) return {};
  const { format, other, parts } = column.facts.dates!;
  const { odd, note } = mostly;
  return { dates: { format, ...(other && { other }), parts, odd, note } };
}

function datesOfType(column: DateColumn, rows: number): DateProfile {
  const { format, other, others, values } = column;
  const parts = new PartChooser(dateFormat(format));
  for (let row = 0; row < rows; row++) if (!isMissing(column, row)) parts.add(values.at(row));
  const odd = others?.count ?? 0;
  return { format, ...(other && { other }), parts: parts.chosen, odd, note: datesNote(column) };
}
