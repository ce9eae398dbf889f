import { MlpError } from '../../../errors.js';
import { compile, parse, variables } from '../../../expression/index.js';
import * as z from '../../../zod.js';
import type { Rows } from '../../table/rows.js';
import { at, type Table } from '../../table/table.js';
import { filled } from '../number_column.js';
import type { FitReport } from '../report.js';
import { scaleFunction } from '../scale_function.js';
import type { Scaling } from '../scalers/index.js';
import { describeTooLarge, fitScaling, scalingSchema } from '../scaling.js';
import type { PreprocessingConfig } from '../settings.js';
import type { FeatureType, StoredFeature } from './feature.js';
import type { NumberFeature } from './number.js';
import type { Variable } from './variable.js';

/**
 * Basis function, scaled: one column of x, the value of an expression over number columns (unscaled, missing ones
 * filled).
 */
export interface BasisFeature extends Scaling {
  readonly kind: 'basis';
  readonly expression: string;
}

/** Basis functions of number columns, scaled. */
export const basis: FeatureType<BasisFeature> = {
  schema: z.strictObject({
    kind: z.literal('basis'),
    expression: z.string().min(1),
    ...scalingSchema,
  }),
  reads: () => null,
  names: ({ expression }) => [expression],
  width: () => 1,
  scalings: (feature) => [feature],
  encoder({ expression, ...scaling }, { table, features, first, columns }) {
    const scale = scaleFunction(scaling);
    const isCurved = scaling.curve !== undefined;
    const valuesIn = basisFunction(table, expression, features);
    return (rows, from, to, x) => {
      const values = valuesIn(rows.subarray(from, to));
      for (let i = from, k = from * columns + first; i < to; i++, k += columns) {
        const value = values[i - from];
        x[k] = scale.x(value);
        if (!Number.isFinite(x[k]) || (isCurved && !Number.isFinite(value)))
          throw notFinite(table, rows[i], expression, value);
      }
    };
  },
};

/** Fits a basis function to the training rows, by way of the `features` that its columns are (or variables). */
export function fitBasis(
  table: Table,
  expression: string,
  features: readonly StoredFeature[],
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
): BasisFeature {
  const values = basisFunction(table, expression, features)(rows);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw notFinite(table, rows[bad], expression, values[bad]);
  return { kind: 'basis', expression, ...fitScaling(values, config.scale, expression, report) };
}

/** Lists the columns that basis functions name, each once; `names` are those that there are. */
export function basisVariables(expressions: readonly string[], names: readonly string[]): string[] {
  const used = expressions.flatMap((text, i) =>
    variables(parse(text, names, { where: `data.basis[${i}]`, failure: 'config' })),
  );
  return [...new Set(used)];
}

/** Gives a basis function's value in each of some rows, over columns that are unscaled and filled as by `features`. */
function basisFunction(
  table: Table,
  text: string,
  features: readonly StoredFeature[],
): (rows: Rows) => Float64Array {
  const columns = features.filter(isNumberColumn);
  const known = columns.map(({ name }) => name);
  const expression = parse(text, known, { where: `data.basis: ${text}`, failure: 'data' });
  const names = variables(expression);
  const evaluate = compile(expression, names);
  const point = new Float64Array(names.length);
  return (rows) => {
    const inputs = names.map((name) => filled(table, columns[known.indexOf(name)], rows));
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      for (let j = 0; j < inputs.length; j++) point[j] = inputs[j][i];
      values[i] = evaluate(point);
    }
    return values;
  };
}

const isNumberColumn = (feature: StoredFeature): feature is NumberFeature | Variable =>
  feature.kind === 'number' || feature.kind === 'variable';

const notFinite = (table: Table, row: number, expression: string, value: number): MlpError =>
  new MlpError(
    'data',
    `${at(table, row)}: data.basis: ${expression}: ${describeTooLarge(value)}; leave out the row or the function`,
  );
