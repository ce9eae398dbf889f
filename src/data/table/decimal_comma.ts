import type { NumberFormat } from '../numbers/format.js';
import { isFormatted } from './column_notes.js';
import type { Column, NumberColumn } from './table.js';

type Decimal = NumberFormat['decimal'];

/**
 * Finds the columns whose numbers with a point are thousands, 8.037 for 8037, by the others: some have a decimal comma,
 * and none a decimal point for sure. `decimalOf` gives what the config says of a column.
 */
export function thousandsByOthers(
  columns: readonly Column[],
  decimalOf: (name: string) => Decimal = () => '.',
): readonly NumberColumn[] {
  const groupable = columns.filter(
    (column): column is NumberColumn =>
      column.type === 'number' && column.isInferred && column.facts.groupable !== undefined,
  );
  if (groupable.length === 0) return [];
  const others = columns.filter((column) => !groupable.includes(column as NumberColumn));
  const hasComma = ({ name, type, facts }: Column): boolean =>
    (type === 'number' && decimalOf(name) === ',') || (isFormatted(facts) && facts.format!.decimal === ',');
  const isCertain = (column: Column) => hasComma(column) && !column.facts.format?.other;
  const hasPoint = (column: Column) =>
    (isFormatted(column.facts) && column.facts.format!.thousands.includes(',')) ||
    (column.type === 'number' && !hasComma(column) && hasFractions(column));
  return others.some(isCertain) && !others.some(hasPoint) ? groupable : [];
}

function hasFractions({ values: column }: NumberColumn): boolean {
  for (const { values, length } of column.inGroups())
    for (let i = 0; i < length; i++)
      if (Number.isFinite(values[i]) && !Number.isInteger(values[i])) return true;
  return false;
}
