import { MlpError } from '../../../errors.js';
import { greatest, least } from '../../../range.js';
import { dateFormat } from '../../dates/index.js';
import type {
  CategoryFeature,
  DateFeature,
  Feature,
  NumberFeature,
} from '../../preprocessing/features/index.js';
import { presentValues } from '../../preprocessing/number_column.js';
import { scaleFunction } from '../../preprocessing/scale_function.js';
import type { Scaling } from '../../preprocessing/scalers/index.js';
import { isMissing, type Rows } from '../../table/rows.js';
import type { DateColumn, NumberColumn, Table } from '../../table/table.js';
import type { GeneratedColumn, GeneratedNumbers } from './column.js';
import { dateStep, decimalStep } from './step.js';

/** Part of a column's own variance below which that of no row may fall: a density over repeated values has no bound. */
const LEAST_VARIANCE = 1e-4;

/**
 * Fits what a generator gives to the training rows: every column that is read for x, by the values that it has there.
 *
 * @throws MlpError `config` where nothing is left to generate.
 */
export function fitGenerated(table: Table, features: readonly Feature[], rows: Rows): GeneratedColumn[] {
  const columns = features.flatMap((feature): GeneratedColumn[] => {
    switch (feature.kind) {
      case 'number':
        return [numbers(table, feature, rows, feature)];
      case 'date':
        return [dates(table, feature, rows)];
      case 'category':
        return [categories(table, feature, rows)];
      default:
        return [];
    }
  });
  if (columns.length === 0)
    throw new MlpError(
      'config',
      'data.features: no column is left to generate; basis functions are of others',
    );
  return columns;
}

type Numeric = NumberFeature | DateFeature;

function numbers(
  table: Table,
  feature: Numeric,
  rows: Rows,
  { center, scale, curve }: Scaling,
): GeneratedColumn {
  const { kind, name } = feature;
  const values = presentValues(table.columns.get(name) as NumberColumn | DateColumn, rows);
  const mayMiss = values.length < rows.length;
  const range = [least(values), greatest(values)] as const;
  if (range[0] === range[1] || scale === 0) {
    const value = feature.kind === 'date' ? dateFormat(feature.format).write(values[0]) : values[0];
    return { kind: 'category', name, mayMiss, values: [value] };
  }
  const step = kind === 'date' ? dateStep(values) : decimalStep(values);
  const scaling = { center, scale, ...(curve && { curve }) };
  const spread = deviation(values.map(scaleFunction(scaling).x));
  const scaledStep = curve ? 0 : step / scale;
  const floor = Math.max(LEAST_VARIANCE * spread * spread, (scaledStep * scaledStep) / 12);
  return {
    kind,
    name,
    mayMiss,
    range,
    step,
    ...scaling,
    spread,
    floor,
    ...(feature.kind === 'date' && { format: feature.format }),
  } satisfies GeneratedNumbers;
}

function dates(table: Table, feature: DateFeature, rows: Rows): GeneratedColumn {
  const values = presentValues(table.columns.get(feature.name) as DateColumn, rows);
  const center = values.reduce((mean, value, i) => mean + (value - mean) / (i + 1), 0);
  return numbers(table, feature, rows, { center, scale: deviation(values) });
}

function categories(
  table: Table,
  { name, categories: values, rare }: CategoryFeature,
  rows: Rows,
): GeneratedColumn {
  const column = table.columns.get(name)!;
  const mayMiss = rows.some((row) => isMissing(column, row));
  return { kind: 'category', name, mayMiss, values, ...(rare && { rare }) };
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value, i) => sum + (value - sum) / (i + 1), 0);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length);
}
