import { MlpError } from '../../errors.js';
import { excerpt } from '../../files/excerpt.js';
import { decimal } from '../table/decimal.js';
import type { Rows } from '../table/rows.js';
import { at, type CategoryColumn, type NumberColumn, type Table } from '../table/table.js';
import { basisFunction } from './basis.js';
import { fillFor, missingValue } from './filled.js';
import {
  type BasisFeature,
  type CategoryFeature,
  type Feature,
  inputs,
  type NumberFeature,
  type Preprocessing,
  width,
} from './index.js';

/** Tells of something once, however often it happens: the same key is the same thing. */
export type WarnOnce = (key: string, message: string) => void;

/** The columns of x, by rows: x[i · inputs + j]. A row that is not complete is an error. */
export function encodeFeatures(
  table: Table,
  preprocessing: Pick<Preprocessing, 'features'>,
  rows: Rows,
  warnOnce: WarnOnce,
): Float64Array {
  const x = new Float64Array(rows.length * inputs(preprocessing));
  encode(table, preprocessing, [{ rows, x }], warnOnce, () => {});
  return x;
}

/** Some rows of a table, and where they go: zeros at first. */
export interface EncodedPart {
  readonly rows: Rows;
  readonly x: Float64Array;
}

/** The same for several parts at once, using up the table: its memory is given back as that of x fills. */
export const encodeLast = (
  table: Table,
  preprocessing: Pick<Preprocessing, 'features'>,
  parts: readonly EncodedPart[],
  warnOnce: WarnOnce,
): void => encode(table, preprocessing, parts, warnOnce, (group) => table.groups.release(group));

function encode(
  table: Table,
  preprocessing: Pick<Preprocessing, 'features'>,
  parts: readonly EncodedPart[],
  warnOnce: WarnOnce,
  done: (group: number) => void,
): void {
  const columns = inputs(preprocessing);
  const encoders = encodersOf(table, preprocessing.features, columns, warnOnce);
  const encoded = parts.map((part) => ({ ...part, next: 0 }));
  const { size } = table.groups;
  for (let group = 0; group * size < table.rows; group++) {
    for (const part of encoded) {
      const { rows, x } = part;
      const behind = (group + 1) * size;
      while (part.next < rows.length && rows[part.next] < behind) {
        const from = part.next;
        const most = Math.min(from + rowsAtOnce, rows.length);
        while (part.next < most && rows[part.next] < behind) part.next++;
        for (const encoder of encoders) encoder(rows, from, part.next, x);
      }
    }
    done(group);
  }
}

/** So many rows of x stay in the cache until all of their columns are there. */
const rowsAtOnce = 64;

/** Fills the columns of a feature in x, for rows[from, to), which are all of one group. */
type Encoder = (rows: Rows, from: number, to: number, x: Float64Array) => void;

function encodersOf(
  table: Table,
  features: readonly Feature[],
  columns: number,
  warnOnce: WarnOnce,
): Encoder[] {
  let next = 0;
  return features.flatMap((feature) => {
    const first = next;
    next += width(feature);
    switch (feature.kind) {
      case 'number':
        return scaledNumber(table, feature, first, columns);
      case 'basis':
        return scaledBasis(table, feature, features, first, columns);
      case 'category':
        return oneHot(table, feature, first, columns, warnOnce);
      default:
        return [];
    }
  });
}

function scaledNumber(table: Table, feature: NumberFeature, first: number, columns: number): Encoder {
  const { name, missing, center, scale } = feature;
  const { values } = table.columns.get(name) as NumberColumn;
  const { size } = values;
  return (rows, from, to, x) => {
    const group = values.around(rows[from]);
    const start = rows[from] & -size;
    for (let i = from, k = from * columns + first; i < to; i++, k += columns) {
      let value = group[rows[i] - start];
      if (Number.isNaN(value)) value = fillFor(table, name, missing, rows[i]);
      const scaled = (value - center) / scale;
      if (!Number.isFinite(scaled)) throw notFinite(table, rows[i], feature, value);
      x[k] = scaled;
    }
  };
}

function scaledBasis(
  table: Table,
  feature: BasisFeature,
  features: readonly Feature[],
  first: number,
  columns: number,
): Encoder {
  const { center, scale } = feature;
  const valuesIn = basisFunction(table, feature.expression, features);
  return (rows, from, to, x) => {
    const values = valuesIn(rows.subarray(from, to));
    for (let i = from, k = from * columns + first; i < to; i++, k += columns) {
      x[k] = (values[i - from] - center) / scale;
      if (!Number.isFinite(x[k])) throw notFinite(table, rows[i], feature, values[i - from]);
    }
  };
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
  first: number,
  columns: number,
  warnOnce: WarnOnce,
): Encoder {
  const column = table.columns.get(name) as CategoryColumn;
  const indices = indexTexts(column.categories, categories);
  const ofMissing =
    missing.action === 'fill'
      ? categories.indexOf(missing.value)
      : missing.action === 'category'
        ? categories.length
        : -1;
  return (rows, from, to, x) => {
    for (let i = from; i < to; i++) {
      const code = column.codes.at(rows[i]);
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
  };
}
