import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import { type Allocate, allocateHere } from '../allocate.js';
import { missingValue } from '../preprocessing/missing_errors.js';
import { isMissing, type Rows, textOf } from '../table/rows.js';
import { at, type NumberColumn, type Table } from '../table/table.js';
import { classIndices } from './classes.js';
import { sum, sumTolerance } from './distribution.js';
import { encodeGenerated } from './generation/index.js';
import type { Target } from './target.js';

interface EncodeOptions {
  readonly allocate?: Allocate;
  /** Advice that brings a class into the training rows that only other parts have. */
  readonly keepClass?: string;
}

/**
 * Encodes the columns of t, row by row: [rows, target columns]. Errors: MlpError `data`, a missing value, a class that
 * training did not have, labels that are not from 0 to 1, a distribution that does not sum to 1.
 */
export function encodeTarget(
  table: Table,
  target: Exclude<Target, { kind: 'reconstruction' }>,
  rows: Rows,
  part: string,
  { allocate = allocateHere, keepClass }: EncodeOptions = {},
): Float64Array {
  if (target.kind === 'generation') return encodeGenerated(table, target, rows, allocate);
  if (target.kind === 'classes') {
    const column = table.columns.get(target.name)!;
    const t = classIndices(table, target.name, rows, target.classes, allocate(rows.length));
    const unknown = t.findIndex((index) => index < 0);
    if (unknown < 0) return t;
    const row = rows[unknown];
    if (isMissing(column, row)) throw missingValue(table, row, target.name);
    throw new MlpError(
      'data',
      `${at(table, row, target.name)}: the class ${excerpt(textOf(column, row))} is in ${part}, but no training row ` +
        `has it; the classes are ${printable(target.classes.slice(0, 10).join(', '))}` +
        `${target.classes.length > 10 ? ', …' : ''}` +
        (keepClass === undefined || table.forModel ? '' : `; ${keepClass}`),
    );
  }
  const columns = target.names.map((name) => table.columns.get(name) as NumberColumn);
  const t = allocate(rows.length * columns.length);
  let k = 0;
  for (const row of rows) {
    columns.forEach(({ name, values }, j) => {
      const value = values.at(row);
      if (Number.isNaN(value)) throw missingValue(table, row, name);
      if (target.kind === 'numbers') t[k] = (value - target.center[j]) / target.scale[j];
      else t[k] = value;
      if (!Number.isFinite(t[k])) throw tooLarge(table, row, name);
      if (target.kind !== 'numbers' && (value < 0 || value > 1)) throw notFraction(table, row, name, value);
      k++;
    });
    if (target.kind === 'distribution' && Math.abs(sum(columns, row) - 1) > sumTolerance)
      throw new MlpError(
        'data',
        `${at(table, row)}: the targets ${printable(target.names.join(', '))} ` +
          `sum to ${sum(columns, row)}, but a distribution sums to 1`,
      );
  }
  return t;
}

const notFraction = (table: Table, row: number, name: string, value: number): MlpError =>
  new MlpError(
    'data',
    `${at(table, row, name)}: the target is ${value}, but the loss takes values from 0 to 1`,
  );

const tooLarge = (table: Table, row: number, name: string): MlpError =>
  new MlpError('data', `${at(table, row, name)}: the target is not a finite number once it is scaled`);
