import { MlpError } from '../../errors.js';
import { allRows } from '../table/rows.js';
import type { Table } from '../table/table.js';
import { inputs } from './columns.js';
import { encodeFeatures } from './encode.js';
import { RowFindings } from './findings.js';
import type { Preprocessing } from './preprocessing.js';

/**
 * Encodes all rows of a table as x, [rows, inputs]. Where a basis function has no value, a row has none (NaN), and the
 * others have theirs.
 */
export function encodeWhereDefined(table: Table, preprocessing: Preprocessing): Float64Array {
  try {
    return encodeFeatures(table, preprocessing, allRows(table), new RowFindings());
  } catch (error) {
    if (!(error instanceof MlpError)) throw error;
  }
  const width = inputs(preprocessing);
  const x = new Float64Array(table.rows * width).fill(Number.NaN);
  for (let i = 0; i < table.rows; i++) {
    try {
      x.set(encodeFeatures(table, preprocessing, Uint32Array.of(i), new RowFindings()), i * width);
    } catch (error) {
      if (!(error instanceof MlpError)) throw error;
    }
  }
  return x;
}
