import { printable } from '../../../files/excerpt.js';
import { datesNote } from '../../table/column_notes.js';
import { offsetsNote, otherFormatNote, shortYearsNote, spanOf } from '../../table/date_notes.js';
import { setColumn } from '../../table/set_flag.js';
import type { DateColumn } from '../../table/table.js';
import type { Report } from '../report.js';
import type { Roles } from '../roles.js';
import { missingOf, settingsOf } from '../settings.js';
import type { SettledConfig } from './config.js';

/** Says what becomes of dates that can be of two formats, and of the cells of a column of dates that are none. */
export function settleDates(
  column: DateColumn,
  roles: Roles,
  config: SettledConfig,
  report: Pick<Report, 'notes' | 'warn'>,
): void {
  const { name, format, others, other } = column;
  if (roles.targets.includes(name)) return;
  if (other !== undefined)
    report.warn(
      `column ${printable(name)}: ${otherFormatNote(name, format, other)}; ` +
        `to confirm, ${setColumn(name, 'format', format)}`,
    );
  const offsets = offsetsNote(column);
  if (offsets) report.warn(`column ${printable(name)}: ${offsets}`);
  const isKnown = settingsOf(config, name).format !== undefined;
  const years = isKnown ? undefined : shortYearsNote(name, format, spanOf(column));
  if (years) report.notes.push(`column ${printable(name)}: ${years}`);
  const missing = missingOf(config, name);
  if (!others || missing === 'error') return;
  const fate = missing === 'drop' ? 'their rows are left out' : `filled as missing values (${missing})`;
  report.warn(`column ${printable(name)}: ${datesNote(column)}: ${fate}`);
}
