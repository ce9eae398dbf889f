import { excerpt, printable } from '../../files/excerpt.js';
import { shortList } from '../../short_list.js';
import { isOutside } from '../numbers/detect.js';
import { readsPlain, unitsOf } from '../numbers/format.js';
import { type CellSettings, cellFormat } from '../table/cells.js';
import { maxCategories } from '../table/column_builder.js';
import { formattedTarget, mixedColumn, notNumber, placeOf, tooManyTexts } from '../table/column_errors.js';
import {
  asDates,
  datesNote,
  formatFlags,
  formatNote,
  isFormatted,
  looksMissingNotes,
  missingNotes,
  mostlyDatesNote,
  mostNoted,
  oddNote,
  otherUnitNote,
  spelledNote,
  unitNote,
} from '../table/column_notes.js';
import { isSpelled, present } from '../table/column_type.js';
import { offsetsNote, otherFormatNote, shortYearsNote, spanOf } from '../table/date_notes.js';
import { thousandsByOthers } from '../table/decimal_comma.js';
import { lookAlikeNotes } from '../table/look_alikes.js';
import { setColumn, setData } from '../table/set_flag.js';
import { sentinelNote, sentinelOf, totalsNote } from '../table/suspects.js';
import type { Column, DateColumn, NumberColumn, Table } from '../table/table.js';
import type { Report } from './report.js';
import type { Roles } from './roles.js';
import { missingOf, type PreprocessingConfig, settingsOf } from './settings.js';

/** Settings by which columns are settled. */
type SettledConfig = PreprocessingConfig & CellSettings;

/**
 * Settles what becomes of the columns by what they turned out to be: identifiers are left out of the features; the
 * report says what was decided and how to decide otherwise.
 *
 * @throws MlpError `data` where a column is neither one of numbers nor of categories, or holds what is not finite.
 */
export function settleColumns(table: Table, roles: Roles, config: SettledConfig, report: Report): Roles {
  report.trainedOn = table.name;
  const columns = [...table.columns.values()];
  const isIdentifier = ({ name, verdict }: Column) =>
    verdict === 'identifier' && roles.features.includes(name);
  const identifiers = columns.filter(isIdentifier);
  const kept = columns.filter((column) => !identifiers.includes(column));
  for (const column of kept) refuseColumn(table, column);
  for (const note of [
    ...identifierNotes(identifiers),
    ...spelledNotes(kept),
    ...missingNotes(kept),
    ...looksMissingNotes(kept),
    ...lookAlikeNotes(kept),
    ...sentinelNotes(kept, roles, config),
    ...totalsNotes(table),
  ])
    report.notes.push(note);
  openThousands(kept, config, report);
  for (const column of kept) {
    if (column.type === 'number') oddNumbers(column, roles, config, report);
    if (column.type === 'date') settleDates(column, roles, config, report);
  }
  unitsInPart(kept, config, report);
  otherTexts(table, kept, roles, report);
  const left = new Set(identifiers.map(({ name }) => name));
  return { ...roles, features: roles.features.filter((name) => !left.has(name)) };
}

/** Refuses a column that is neither one of numbers nor of categories. */
function refuseColumn(table: Table, column: Column): void {
  const { facts, name, verdict } = column;
  if (verdict === 'mixed') throw mixedColumn(table, column);
  if (verdict === 'texts' || (verdict === 'identifier' && column.type === 'number'))
    throw tooManyTexts(placeOf(table, column, facts.overflow), name, maxCategories, facts);
  const { infinite } = facts.found;
  if (column.type === 'number' && infinite)
    throw notNumber(placeOf(table, column, infinite.first), name, infinite.first.text);
}

/** A note on each column with numbers that may be marks of missing values, where the config does not say which are. */
function sentinelNotes(columns: readonly Column[], roles: Roles, config: SettledConfig): string[] {
  return columns.flatMap((column) => {
    if (cellFormat(config, column.name).missing_values !== undefined) return [];
    const sentinel = sentinelOf(column);
    return sentinel ? [sentinelNote(column, sentinel, roles.targets.includes(column.name))] : [];
  });
}

function totalsNotes(table: Table): string[] {
  const note = totalsNote(table);
  return note === undefined ? [] : [`${table.name}: ${note}`];
}

/** A note on each column that is left out as an identifier. */
function identifierNotes(columns: readonly Column[]): string[] {
  return columns.map(({ name, facts }) => {
    const isTooMany = facts.distinct === Number.POSITIVE_INFINITY;
    return (
      `left out: ${printable(name)}, an identifier: ${spelledNote(facts)}, ` +
      (isTooMany
        ? `too many different ones for categories; as numbers: ${setColumn(name, 'type', 'number')}`
        : `another one in every row; as categories: ${setColumn(name, 'type', 'category')}`)
    );
  });
}

/** A note on all columns of whole numbers that are taken as they are written. */
function spelledNotes(columns: readonly Column[]): string[] {
  const spelled = columns.filter(
    ({ isInferred, type, facts }) =>
      isInferred && type === 'category' && facts.numbers > 0 && isSpelled(facts),
  );
  if (spelled.length === 0) return [];
  const [first] = spelled;
  const listed = spelled.map(({ name, facts }) => `${printable(name)} (${spelledNote(facts)})`);
  return [
    `categories, spelled as they are in the file: ${shortList(listed, mostNoted)}; ` +
      `as numbers: ${setColumn(first.name, 'type', 'number')}`,
  ];
}

/** Warns of numbers that are read as decimals and may be thousands, by their column or by the others. */
function openThousands(
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
function unitsInPart(
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
function oddNumbers(
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

/** Says what becomes of dates that can be of two formats, and of the cells of a column of dates that are none. */
function settleDates(
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

/**
 * Warns of categories that are numbers in another format, or dates for the most part.
 *
 * @throws MlpError `data` where a target would have many classes of such.
 */
function otherTexts(
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
