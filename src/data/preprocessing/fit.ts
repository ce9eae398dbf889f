import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import type { DataConfig } from '../schema.js';
import { sortLabels } from '../table/decimal.js';
import type { Rows } from '../table/rows.js';
import { at, type CategoryColumn, type NumberColumn, type Table } from '../table/table.js';
import { basisFunction } from './basis.js';
import { notFinite } from './encode.js';
import { filled } from './filled.js';
import { type ImputerName, imputers, type MissingNumber } from './imputers/index.js';
import type { BasisFeature, CategoryFeature, Feature, NumberFeature, Variable } from './index.js';
import type { Report } from './report.js';
import { type ScalerName, type Scaling, scalers } from './scalers/index.js';

/** What fitting has to tell. */
export type FitReport = Pick<Report, 'warn' | 'constants'>;

type Settings = DataConfig['columns'][string];

/** A column's own settings; a column may well be called `constructor`. */
export const settingsOf = (config: Pick<DataConfig, 'columns'>, name: string): Settings =>
  Object.hasOwn(config.columns, name) ? config.columns[name] : {};

/** What the config says of a number column's (or a target's) missing values. */
export const missingOf = (config: Pick<DataConfig, 'columns' | 'missing'>, name: string): ImputerName =>
  settingsOf(config, name).missing ?? config.missing;

/** The scaling of a column, where it is constant that which makes it 0; `name` is for messages. */
export function fitScaling(
  values: Float64Array,
  scaler: ScalerName,
  name: string,
  report: FitReport,
): Scaling {
  if (scaler === 'none') return scalers.none.fit();
  if (values.every((value) => value === values[0])) {
    report.constants.set(name, values[0]);
    return { center: withoutSign(values[0]), scale: 1 };
  }
  const { center, scale } = scalers[scaler].fit(values);
  if (!Number.isFinite(center) || !Number.isFinite(scale)) throw tooLarge(name, `scale "${scaler}"`);
  if (scale > 0) return { center: withoutSign(center), scale };
  report.warn(
    `column ${printable(name)} has spread 0 by scale "${scaler}", though it is not constant: it is divided by 1`,
  );
  return { center: withoutSign(center), scale: 1 };
}

/** JSON has no −0: what is stored has to be what was used. */
const withoutSign = (value: number): number => (value === 0 ? 0 : value);

const tooLarge = (name: string, what: string): MlpError =>
  new MlpError('data', `column ${printable(name)}: its values are too large for ${what}; use smaller units`);

/** Fits a number column to the training rows; `room` holds its values meanwhile. */
export function fitNumber(
  table: Table,
  name: string,
  rows: Rows,
  config: DataConfig,
  report: FitReport,
  room?: Float64Array<ArrayBuffer>,
): NumberFeature {
  const present = presentValues(table.columns.get(name) as NumberColumn, rows, room);
  const missing = fitMissing(table, name, present, config);
  const values = present.length === rows.length ? present : filled(table, { name, missing }, rows, room);
  const scaler = settingsOf(config, name).scale ?? config.scale;
  return { kind: 'number', name, missing, ...fitScaling(values, scaler, name, report) };
}

/** Fits a number column that only basis functions use to the training rows. */
export function fitVariable(table: Table, name: string, rows: Rows, config: DataConfig): Variable {
  const present = presentValues(table.columns.get(name) as NumberColumn, rows);
  return { kind: 'variable', name, missing: fitMissing(table, name, present, config) };
}

/** Fits a basis function to the training rows, by way of the `features` that its columns are (or variables). */
export function fitBasis(
  table: Table,
  expression: string,
  features: readonly Feature[],
  rows: Rows,
  config: DataConfig,
  report: FitReport,
): BasisFeature {
  const values = basisFunction(table, expression, features)(rows);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw notFinite(table, rows[bad], { kind: 'basis', expression }, values[bad]);
  return { kind: 'basis', expression, ...fitScaling(values, config.scale, expression, report) };
}

/** A number column's values in these rows, without the missing ones; at the beginning of `into`. */
export function presentValues(
  { values }: NumberColumn,
  rows: Rows,
  into = new Float64Array(rows.length),
): Float64Array {
  const { size } = values;
  let count = 0;
  for (let i = 0; i < rows.length; ) {
    const group = values.around(rows[i]);
    const start = rows[i] & -size;
    for (; i < rows.length && rows[i] - start < size; i++) {
      const value = group[rows[i] - start];
      into[count] = value;
      if (!Number.isNaN(value)) count++;
    }
  }
  return into.subarray(0, count);
}

/** What becomes of a number column's missing values, given those present. */
function fitMissing(table: Table, name: string, present: Float64Array, config: DataConfig): MissingNumber {
  if (present.length === 0)
    throw new MlpError(
      'data',
      `${table.name}: column ${printable(name)} has no value in the training rows; leave it out with data.ignore`,
    );
  const fill = settingsOf(config, name).fill ?? config.fill;
  const imputer = missingOf(config, name);
  const missing = imputers[imputer].number(present, fill, name);
  if (missing.action !== 'fill') return missing;
  if (!Number.isFinite(missing.value)) throw tooLarge(name, `missing "${imputer}"`);
  return { action: 'fill', value: withoutSign(missing.value) };
}

/** Fits a column of categories to the training rows. Missing values are a category of their own unless the column says otherwise. */
export function fitCategory(
  table: Table,
  name: string,
  rows: Rows,
  config: DataConfig,
  report: FitReport,
): CategoryFeature {
  const column = table.columns.get(name) as CategoryColumn;
  const counts = new Uint32Array(column.categories.length);
  let firstMissing = -1;
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes.at(rows[i]);
    if (code >= 0) counts[code]++;
    else if (firstMissing < 0) firstMissing = rows[i];
  }
  const present = new Map(column.categories.flatMap((text, i) => (counts[i] > 0 ? [[text, counts[i]]] : [])));
  if (present.size === 0)
    throw new MlpError(
      'data',
      `${table.name}: column ${printable(name)} has no value in the training rows; leave it out with data.ignore`,
    );
  if (present.size === rows.length && rows.length > 10)
    report.warn(
      `column ${printable(name)} has another text in every training row; if it is a name, leave it out with data.ignore`,
    );

  const own = settingsOf(config, name);
  const categories = sortLabels(present.keys());
  if (own.missing === undefined)
    return {
      kind: 'category',
      name,
      categories,
      missing: { action: firstMissing >= 0 ? 'category' : 'unseen' },
    };
  const imputer = imputers[own.missing];
  if (!('category' in imputer))
    throw new MlpError(
      'config',
      `data.columns.${printable(name)}.missing: "${own.missing}" speaks of numbers, but the column holds categories ` +
        `(${at(table, rows[0], name)}); use "most_frequent", "constant", "drop" or "error"`,
    );
  const missing = imputer.category(
    categories,
    Uint32Array.from(categories, (category) => present.get(category)!),
    own.fill ?? config.fill,
  );
  const isNew = missing.action === 'fill' && firstMissing >= 0 && !present.has(missing.value);
  return {
    kind: 'category',
    name,
    missing,
    categories: isNew ? sortLabels([...categories, missing.value]) : categories,
  };
}
