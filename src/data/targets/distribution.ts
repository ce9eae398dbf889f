import type { NumberColumn } from '../table/table.js';

/** The most by which a distribution written in decimals may sum to other than 1. */
export const sumTolerance = 1e-6;

/** The sum of the columns in a row. */
export const sum = (columns: readonly NumberColumn[], row: number): number =>
  columns.reduce((total, { values }) => total + values.at(row), 0);
