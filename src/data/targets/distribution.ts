import type { NumberColumn } from '../table/table.js';

/** How far from 1 a distribution written in decimals may sum. */
export const sumTolerance = 1e-6;

/** The sum of the columns in a row. */
export const sum = (columns: readonly NumberColumn[], row: number): number =>
  columns.reduce((total, { values }) => total + values.at(row), 0);
