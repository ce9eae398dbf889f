import { pickRows, type RawColumns, rowCount } from '../../data/table/raw_columns.js';
import { MlpError } from '../../errors.js';
import { type Block, blocksOf, encodeBlock } from '../blocks.js';
import type { ExplainedRows } from '../explained_rows.js';
import type { ModelFunction } from '../model_function.js';
import type { Grid } from './grid.js';

/** Predictions as a column is given one value after the other. */
export interface Dependence {
  /** Mean over the rows, by their weights, for each value and output: NaN where no row has a prediction. */
  readonly average: readonly (readonly number[])[];
  /** Predictions of single rows, for each row, value and output; NaN where a basis function has no value. */
  readonly individual: readonly (readonly (readonly number[])[])[];
}

/**
 * Computes partial dependence (Friedman 2001) and individual conditional expectation (Goldstein et al. 2015): what is
 * predicted for the rows when one column has the same value in all of them. `chosen` are the rows whose own curves are
 * kept.
 */
export function partialDependence(
  model: ModelFunction,
  rows: ExplainedRows,
  column: string,
  { values }: Grid,
  chosen: readonly number[],
): Dependence {
  const blocks = blocksOf(model.preprocessing).filter(({ sources }) => sources.includes(column));
  const { split } = rows;
  const width = model.outputs.length;
  const average: number[][] = [];
  const individual: number[][][] = chosen.map(() => []);
  for (let point = 0; point < rowCount(values); point++) {
    const replaced = new Map(rows.columns).set(
      column,
      pickRows(values, new Uint32Array(split.rows).fill(point)),
    );
    const { x, defined } = withBlocks(model, rows, blocks, replaced);
    const y = model.evaluate(x);
    average.push(Array.from({ length: width }, (_, j) => meanOf(y, j, width, defined, split.weights)));
    chosen.forEach((row, i) => {
      individual[i].push(
        Array.from({ length: width }, (_, j) => (defined[row] ? y[row * width + j] : Number.NaN)),
      );
    });
  }
  return { average, individual };
}

/** x of the rows with some blocks encoded anew, and which rows have a value in all of them. */
function withBlocks(
  { preprocessing, inputs }: ModelFunction,
  { split }: ExplainedRows,
  blocks: readonly Block[],
  columns: RawColumns,
): { x: Float64Array; defined: Uint8Array } {
  const x = split.x.slice();
  const defined = new Uint8Array(split.rows).fill(1);
  for (const block of blocks) {
    const { first, width } = block;
    const values = encodeWhereDefined(block, preprocessing, columns, split.rows);
    for (let i = 0; i < split.rows; i++)
      for (let j = 0; j < width; j++) {
        const value = values[i * width + j];
        if (Number.isNaN(value)) defined[i] = 0;
        else x[i * inputs + first + j] = value;
      }
  }
  return { x, defined };
}

/** Encodes a block; a row for which a basis function has no value has none, NaN. */
function encodeWhereDefined(
  block: Block,
  preprocessing: ModelFunction['preprocessing'],
  columns: RawColumns,
  rows: number,
): Float64Array {
  try {
    return encodeBlock(block, preprocessing, columns);
  } catch (error) {
    if (!(error instanceof MlpError && error.failure === 'data' && block.feature.kind === 'basis'))
      throw error;
    if (rows === 1) return new Float64Array(block.width).fill(Number.NaN);
  }
  const half = rows >>> 1;
  const part = (from: number, to: number) => {
    const indices = Uint32Array.from({ length: to - from }, (_, i) => from + i);
    const some = block.sources.map((name) => [name, pickRows(columns.get(name)!, indices)] as const);
    return encodeWhereDefined(block, preprocessing, new Map(some), to - from);
  };
  const values = new Float64Array(rows * block.width);
  values.set(part(0, half));
  values.set(part(half, rows), half * block.width);
  return values;
}

function meanOf(
  y: Float64Array,
  output: number,
  outputs: number,
  defined: Uint8Array,
  weights: Float64Array | undefined,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < defined.length; i++) {
    const weight = defined[i] * (weights ? weights[i] : 1);
    if (weight === 0) continue;
    sum += weight * y[i * outputs + output];
    total += weight;
  }
  return sum / total;
}
