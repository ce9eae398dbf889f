import { outputsOf } from '../../../nn/likelihood/index.js';
import { type Allocate, allocateHere } from '../../allocate.js';
import { scaleFunction } from '../../preprocessing/scale_function.js';
import { indexTexts } from '../../table/labels.js';
import type { Rows } from '../../table/rows.js';
import type { CategoryColumn, DateColumn, NumberColumn, Table } from '../../table/table.js';
import type { GenerationTarget } from '../target.js';
import type { GeneratedCategories, GeneratedNumbers } from './column.js';
import { fieldsOf, placed } from './fields.js';

/**
 * Encodes rows as a generator is to give them, [rows, columns of y]: of a number its scaled value, 1 where that is
 * known, and 1 where it is missing, if it may be; of a category one-hot, or 0 for a value that training did not have.
 * Where the network gives values themselves, there is no column of what is known: a number is 0 where it is missing,
 * and NaN where it was never so in training.
 */
export function encodeGenerated(
  table: Table,
  target: GenerationTarget,
  rows: Rows,
  allocate: Allocate = allocateHere,
): Float64Array {
  const width = outputsOf(fieldsOf(target)).columns;
  const t = allocate(rows.length * width);
  for (const { column, field, at } of placed(target)) {
    if (field === null) continue;
    const fill =
      column.kind === 'category'
        ? categoryCells(table, column)
        : field.kind === 'value'
          ? valueCells(table, column)
          : numberCells(table, column);
    for (let i = 0; i < rows.length; i++) fill(rows[i], t, i * width + at);
  }
  return t;
}

type Fill = (row: number, t: Float64Array, k: number) => void;

function numberCells(table: Table, column: GeneratedNumbers): Fill {
  const { values } = table.columns.get(column.name) as NumberColumn | DateColumn;
  const { x } = scaleFunction(column);
  return (row, t, k) => {
    const value = values.at(row);
    const isKnown = !Number.isNaN(value);
    t[k] = isKnown ? x(value) : 0;
    t[k + 1] = isKnown ? 1 : 0;
    if (column.mayMiss) t[k + 2] = isKnown ? 0 : 1;
  };
}

function valueCells(table: Table, column: GeneratedNumbers): Fill {
  const { values } = table.columns.get(column.name) as NumberColumn | DateColumn;
  const { x } = scaleFunction(column);
  const { mayMiss } = column;
  return (row, t, k) => {
    const value = values.at(row);
    const isKnown = !Number.isNaN(value);
    t[k] = isKnown ? x(value) : mayMiss ? 0 : Number.NaN;
    if (mayMiss) t[k + 1] = isKnown ? 0 : 1;
  };
}

function categoryCells(table: Table, { name, values, mayMiss, rare = [] }: GeneratedCategories): Fill {
  const column = table.columns.get(name)!;
  const ofMissing = mayMiss ? values.length : -1;
  if (column.type !== 'category')
    return (row, t, k) => {
      const level = Number.isNaN(column.values.at(row)) ? ofMissing : 0;
      if (level >= 0) t[k + level] = 1;
    };
  const ofRare = rare.length > 0 ? values.length + Number(mayMiss) : -1;
  const levels = indexTexts(column.categories, [...(values as string[]), ...rare], 'categories').map(
    (index) => (index < values.length ? index : ofRare),
  );
  return (row, t, k) => {
    const code = (column as CategoryColumn).codes.at(row);
    const level = code < 0 ? ofMissing : levels[code];
    if (level >= 0) t[k + level] = 1;
  };
}
