import { otherFormatNote, shortYearsNote } from '../../data/table/date_notes.js';
import { setColumn } from '../../data/table/set_flag.js';
import { printable } from '../../files/excerpt.js';
import { nameList } from '../../name_list.js';
import type { ColumnProfile } from './profile.js';

/** A note on columns of whole numbers that look like dates; none where there are none. */
export function compactDateNotes(used: readonly ColumnProfile[]): string[] {
  const columns = used.filter(({ verdict, areCompactDates }) => verdict === 'number' && areCompactDates);
  if (columns.length === 0) return [];
  const [{ name, example }] = columns;
  const names = columns.map((column) => printable(column.name));
  return [
    `numbers that look like dates, as ${example} does, and stay numbers: ${nameList(names)}; as dates, ` +
      setColumn(name, 'format', '%Y%m%d'),
  ];
}

/** Notes on the columns of dates: their formats and parts, those that could be of another format, cells that are none. */
export function dateNotes(used: readonly ColumnProfile[]): string[] {
  const columns = used.flatMap(({ name, dates }) => (dates ? [{ name, ...dates }] : []));
  if (columns.length === 0) return [];
  const listed = columns.map(
    ({ name, format, parts }) => `${printable(name)} (${format}: ${parts.join(', ')})`,
  );
  const notes = [`dates, of which the network gets what varies: ${nameList(listed)}`];
  for (const { name, format, other, span, offsets, odd, note } of columns) {
    if (offsets) notes.push(`${printable(name)}: ${offsets}`);
    const years = shortYearsNote(name, format, span);
    if (years) notes.push(`${printable(name)}: ${years}`);
    if (other) notes.push(`${printable(name)}: ${otherFormatNote(name, format, other)}`);
    if (odd > 0) notes.push(`${printable(name)}: ${note}: the others are taken for missing values`);
  }
  return notes;
}
