import { MlpError } from '../errors.js';
import { excerpt } from '../files/excerpt.js';
import { basisValues } from './basis.js';
import { decimal } from './decimal.js';
import { filled, missingValue } from './filled.js';
import {
  type BasisFeature,
  type CategoryFeature,
  type Feature,
  inputs,
  type NumberFeature,
  type Preprocessing,
  width,
} from './preprocessing.js';
import type { Rows } from './rows.js';
import { at, type CategoryColumn, type Table } from './table.js';

/** Tells of something once, however often it happens: the same key is the same thing. */
export type WarnOnce = (key: string, message: string) => void;

/** The columns of x, by rows: x[i · inputs + j]. A row that is not complete is an error. */
export function encodeFeatures(
  table: Table,
  preprocessing: Pick<Preprocessing, 'features'>,
  rows: Rows,
  warnOnce: WarnOnce,
): Float64Array {
  const columns = inputs(preprocessing);
  const x = new Float64Array(rows.length * columns);
  let first = 0;
  for (const feature of preprocessing.features) {
    if (feature.kind === 'category') oneHot(table, feature, rows, x, first, columns, warnOnce);
    else if (feature.kind !== 'variable')
      scaled(table, feature, preprocessing.features, rows, x, first, columns);
    first += width(feature);
  }
  return x;
}

function scaled(
  table: Table,
  feature: NumberFeature | BasisFeature,
  features: readonly Feature[],
  rows: Rows,
  x: Float64Array,
  first: number,
  columns: number,
): void {
  const values =
    feature.kind === 'number'
      ? filled(table, feature, rows)
      : basisValues(table, feature.expression, features, rows);
  const { center, scale } = feature;
  for (let i = 0, k = first; i < rows.length; i++, k += columns) {
    x[k] = (values[i] - center) / scale;
    if (!Number.isFinite(x[k])) throw notFinite(table, rows[i], feature, values[i]);
  }
}

/** A feature's value in a row is too large, or that of a basis function is not defined. */
export function notFinite(
  table: Table,
  row: number,
  feature: { kind: 'number'; name: string } | { kind: 'basis'; expression: string },
  value: number,
): MlpError {
  const what = Number.isFinite(value)
    ? `the value ${value} is too large for its scale`
    : `the value is ${value}`;
  return feature.kind === 'number'
    ? new MlpError('data', `${at(table, row, feature.name)}: ${what}; leave out the row or the column`)
    : new MlpError(
        'data',
        `${at(table, row)}: data.basis: ${feature.expression}: ${what}; leave out the row or the function`,
      );
}

/** The index of each of a column's texts among `labels`, −1 where it is none of them; "1.0" is found as 1. */
export function indexTexts(texts: readonly string[], labels: readonly string[]): Int32Array {
  const indices = new Map(labels.map((label, i) => [label, i]));
  return Int32Array.from(texts, (text) => indices.get(text) ?? indices.get(String(decimal(text))) ?? -1);
}

function oneHot(
  table: Table,
  { name, categories, missing }: CategoryFeature,
  rows: Rows,
  x: Float64Array,
  first: number,
  columns: number,
  warnOnce: WarnOnce,
): void {
  const column = table.columns.get(name) as CategoryColumn;
  const indices = indexTexts(column.categories, categories);
  const ofMissing =
    missing.action === 'fill'
      ? categories.indexOf(missing.value)
      : missing.action === 'category'
        ? categories.length
        : -1;
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i]];
    if (code < 0 && (missing.action === 'error' || missing.action === 'drop'))
      throw missingValue(table, rows[i], name);
    const index = code < 0 ? ofMissing : indices[code];
    if (index >= 0) x[i * columns + first + index] = 1;
    else
      warnOnce(
        `unseen ${name}`,
        `${at(table, rows[i], name)}: ${code < 0 ? 'a missing value' : excerpt(column.categories[code])} was not ` +
          'seen in training; such values are encoded as all zeros',
      );
  }
}
