import { excerpt, printable } from '../../../files/excerpt.js';
import { isOutside } from '../../numbers/choose_format.js';
import { readsPlain, unitsOf } from '../../numbers/format.js';
import { cellFormat } from '../../table/cells.js';
import { formatFlags, formatNote, oddNote, otherUnitNote, unitNote } from '../../table/column_notes.js';
import { thousandsByOthers } from '../../table/decimal_comma.js';
import { setColumn } from '../../table/set_flag.js';
import type { Column, NumberColumn } from '../../table/table.js';
import type { Report } from '../report.js';
import type { Roles } from '../roles.js';
import { missingOf, settingsOf } from '../settings.js';
import type { SettledConfig } from './config.js';

/** Warns of numbers that are read as decimals and may be thousands, by their column or by the others. */
export function openThousands(
  columns: readonly Column[],
  config: SettledConfig,
  report: Pick<Report, 'warn'>,
): void {
  const byOthers: readonly Column[] = thousandsByOthers(columns, (name) => cellFormat(config, name).decimal);
  for (const column of columns) {
    const { name, facts, isInferred } = column;
    const areLikely = byOthers.includes(column);
    if (!areLikely && !(column.type === 'number' && facts.looksGrouped && isInferred)) continue;
    report.warn(
      `column ${printable(name)}: it is open whether its numbers with three decimals are thousands (1.234 for 1234)` +
        `${areLikely ? ', as other columns have a decimal comma' : ''}: ` +
        `they are read as decimals; for thousands, ${formatFlags(name, { decimal: ',', thousands: '.' })}; ` +
        `to confirm decimals, ${setColumn(name, 'decimal', '.')}`,
    );
  }
}

/** Says which columns have a unit that the config names for them in a part of their cells alone. */
export function unitsInPart(
  columns: readonly Column[],
  { columns: settings }: SettledConfig,
  report: Pick<Report, 'notes' | 'warn'>,
): void {
  for (const column of columns) {
    const { name, facts } = column;
    const units = Object.hasOwn(settings, name) ? unitsOf(settings[name]) : [];
    const { withUnit, numbers } = facts;
    if (column.type !== 'number' || !withUnit || units.length === 0 || withUnit.count === numbers) continue;
    const areShares = units.includes('%') && withUnit.count > 0 && outsideOf(column) === withUnit.outside;
    const note = `column ${printable(name)}: ${unitNote(units, withUnit.count, numbers, areShares)}`;
    if (areShares) report.warn(note);
    else report.notes.push(note);
  }
}

/** Number of values that are not from 0 to 1. */
function outsideOf({ values: column }: NumberColumn): number {
  let outside = 0;
  for (const { values, length } of column.inGroups())
    for (let i = 0; i < length; i++) if (isOutside(values[i])) outside++;
  return outside;
}

/** Says what becomes of the cells of a column of numbers that are none. */
export function oddNumbers(
  { name, facts }: NumberColumn,
  roles: Roles,
  config: SettledConfig,
  report: Pick<Report, 'notes' | 'warn'>,
): void {
  const { found } = facts;
  // a format for some cells is no advice where the others are numbers by another
  const format = readsPlain(cellFormat(config, name)) ? facts.format : undefined;
  if (!found.odd) return;
  const isTarget = roles.targets.includes(name);
  const missing = isTarget ? settingsOf(config, name).missing : missingOf(config, name);
  if (missing === undefined || missing === 'error') return;
  const fate =
    isTarget || missing === 'drop' ? 'their rows are left out' : `filled as missing values (${missing})`;
  const bounds =
    format && format.bounds > 0 ? `, ${format.bounds} of them bounds such as ${excerpt(format.bound)}` : '';
  const otherwise = format ? `; ${formatNote(name, format)}` : otherUnitNote(facts);
  report.warn(`column ${printable(name)}: ${oddNote(facts)}${bounds}: ${fate}${otherwise}`);
}
