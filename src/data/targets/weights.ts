import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { oddCell } from '../table/column_errors.js';
import type { Rows } from '../table/rows.js';
import { at, type NumberColumn, type Table } from '../table/table.js';

/** Takes the weights of the rows: 0 or more. Errors: MlpError `data`, a missing or a negative weight. */
export function encodeWeights(table: Table, name: string, rows: Rows): Float64Array {
  const { values } = table.columns.get(name) as NumberColumn;
  return Float64Array.from(rows, (row) => {
    const weight = values.at(row);
    if (weight >= 0 && Number.isFinite(weight)) return weight;
    if (weight > 0) throw oddCell(table, row, table.columns.get(name)!)!;
    const fault = Number.isNaN(weight)
      ? 'a missing weight; fill it in: 1 where all rows count alike, 0 leaves the row out'
      : `the weight ${weight} is negative; weights are 0 or more`;
    throw new MlpError('data', `${at(table, row, name)}: ${fault}`);
  });
}

/** Refuses weights without a positive, finite sum: they are divided by it. */
export function refuseWeightless(weights: Float64Array, table: Table, name: string, part: string): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total > 0 && Number.isFinite(total)) return;
  const what = total === 0 ? 'are all 0' : 'sum to more than a double holds';
  throw new MlpError('data', `${table.name}: the weights (column ${printable(name)}) of ${part} ${what}`);
}
