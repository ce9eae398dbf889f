import { similarName } from '../../data/table/names.js';
import { MlpError } from '../../errors.js';
import { nameList } from '../../name_list.js';
import { sourceColumns } from '../blocks.js';
import { type CorrelatedPair, correlatedPairs } from '../correlation.js';
import { outputNamed } from '../model_function.js';
import type { Subject } from '../subject.js';
import { partialDependence } from './dependence.js';
import { gridOf, texts } from './grid.js';

/** Options of curves. */
export interface DependenceOptions {
  readonly column: string;
  /** Most values that the column is given. */
  readonly points: number;
  /** Number of rows whose own curves are given. */
  readonly individual: number;
  /** Output whose curve is given; all of them where it is left out. */
  readonly output?: string;
}

/** Predictions when a column has one value in all rows. */
export interface Point {
  /** The value: a number, or a text; null where it is missing. */
  readonly value: number | string | null;
  /** Share of the rows whose value it is, or is nearest to. */
  readonly share: number;
  /** Mean predictions, by output; null where no row has one. */
  readonly average: readonly (number | null)[];
}

/** Curve of one row. */
export interface IndividualCurve {
  /** Number of the row, from 1. */
  readonly row: number;
  /** The value that the row has. */
  readonly value: number | string | null;
  /** Predictions for each point, by output. */
  readonly predictions: readonly (readonly (number | null)[])[];
}

/** Curves of a column, with what they were computed of. */
export interface DependenceResult {
  readonly data: string;
  readonly rows: number;
  readonly column: string;
  /** Column that weighs the rows in the means; absent where each counts as one. */
  readonly weight?: string;
  readonly outputs: readonly string[];
  readonly points: readonly Point[];
  readonly individual: readonly IndividualCurve[];
  /** Pairs of the column with others that are correlated with it. */
  readonly correlated: readonly CorrelatedPair[];
}

/**
 * Computes how predictions hang on one column of the data, all else as it is.
 *
 * @throws MlpError `usage` where there is no such column, or output.
 */
export function explainColumn(
  { function: model, rows }: Subject,
  { column, points, individual, output }: DependenceOptions,
): DependenceResult {
  const names = sourceColumns(model.preprocessing);
  if (!names.includes(column))
    throw new MlpError(
      'usage',
      `--column ${column}: is no input of the model${similarName(column, names) || `; there are ${nameList(names)}`}`,
    );
  const values = rows.columns.get(column)!;
  const grid = gridOf(values, points, `${rows.name}: ${column}`);
  const chosen = spread(rows.split.rows, individual);
  const found = partialDependence(model, rows, column, grid, chosen);
  const kept = output === undefined ? [...model.outputs.keys()] : [outputNamed(model, output)];
  const pick = (all: readonly number[]) => kept.map((k) => (Number.isNaN(all[k]) ? null : all[k]));
  const toValue = (text: string) => (text === '' ? null : values.type === 'number' ? Number(text) : text);
  const valueTexts = texts(values);
  const { weight } = model.preprocessing;
  return {
    ...{ data: rows.name, rows: rows.split.rows, column },
    ...(rows.split.weights && weight !== null && { weight }),
    outputs: kept.map((k) => model.outputs[k]),
    points: grid.texts.map((text, i) => ({
      value: toValue(text),
      share: grid.shares[i],
      average: pick(found.average[i]),
    })),
    individual: chosen.map((row, i) => ({
      row: row + 1,
      value: toValue(valueTexts[row]),
      predictions: found.individual[i].map(pick),
    })),
    correlated: correlatedPairs(rows.columns, names).filter((pair) => pair.columns.includes(column)),
  };
}

/** Rows evenly spaced among all. */
const spread = (rows: number, count: number): number[] =>
  Array.from({ length: Math.min(rows, count) }, (_, i) => Math.floor((i * rows) / Math.min(rows, count)));
