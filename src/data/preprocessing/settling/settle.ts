import { maxCategories } from '../../table/column_builder.js';
import { mixedColumn, notNumber, placeOf, tooManyTexts } from '../../table/column_errors.js';
import { looksMissingNotes, missingNotes } from '../../table/column_notes.js';
import { lookAlikeNotes } from '../../table/look_alikes.js';
import type { Column, Table } from '../../table/table.js';
import type { Report } from '../report.js';
import type { Roles } from '../roles.js';
import type { SettledConfig } from './config.js';
import { settleDates } from './dates.js';
import { identifierNotes, sentinelNotes, spelledNotes, totalsNotes } from './notes.js';
import { oddNumbers, openThousands, unitsInPart } from './numbers.js';
import { otherTexts } from './texts.js';

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
