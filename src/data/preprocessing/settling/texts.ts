import { printable } from '../../../files/excerpt.js';
import { formattedTarget } from '../../table/column_errors.js';
import { asDates, formatNote, isFormatted, mostlyDatesNote } from '../../table/column_notes.js';
import { present } from '../../table/column_type.js';
import { setData } from '../../table/set_flag.js';
import type { Column, Table } from '../../table/table.js';
import type { Report } from '../report.js';
import type { Roles } from '../roles.js';

/**
 * Warns of categories that are numbers in another format, or dates for the most part.
 *
 * @throws MlpError `data` where a target would have many classes of such.
 */
export function otherTexts(
  table: Table,
  columns: readonly Column[],
  roles: Roles,
  report: Pick<Report, 'warn'>,
): void {
  const formatted = columns.filter(
    ({ type, isInferred, facts }) => type === 'category' && isInferred && isFormatted(facts),
  );
  const isTarget = ({ name }: Column) => roles.targets.includes(name);
  const target = formatted.find(
    (column) => isTarget(column) && column.facts.distinct! > mostFormattedClasses,
  );
  if (target) throw formattedTarget(table, target);
  const taken = (name: string, but: string, otherwise: string) =>
    `column ${printable(name)} is taken for categories, but ${but}: ${otherwise}; ` +
    `or leave it out: ${setData('ignore', [name])}`;
  const features = formatted.filter((column) => !isTarget(column));
  for (const { name, facts } of features.slice(0, mostWarnings)) {
    const numbers = `${facts.format!.numbers} of its ${present(facts)} cells are numbers in another format`;
    report.warn(taken(name, numbers, formatNote(name, facts.format!)));
  }
  if (features.length > mostWarnings)
    report.warn(`${features.length - mostWarnings} more columns of categories are numbers in another format`);
  for (const column of columns) {
    if (column.type !== 'category' || !column.isInferred || isTarget(column)) continue;
    const dates = mostlyDatesNote(column);
    if (dates)
      report.warn(
        taken(column.name, dates.note, `as dates: ${asDates(column.name, column.facts.dates!.format)}`),
      );
  }
}

/** Most different texts of a target that are classes though they are numbers in another format: 10%, 20%, 50%. */
const mostFormattedClasses = 20;
const mostWarnings = 5;
