import { MlpError } from '../../../errors.js';
import * as z from '../../../zod.js';
import { oddCell } from '../../table/column_errors.js';
import type { Rows } from '../../table/rows.js';
import { at, type NumberColumn, type Table } from '../../table/table.js';
import { departs, departure, departureText, isConstant } from '../constant.js';
import { type FittedNumber, fittedNumberSchema, numberEncoding } from '../encodings/index.js';
import { fillAsIs, none } from '../encodings/none.js';
import { encodeOf } from '../encodings/settings.js';
import { type MissingNumber, missingNumberSchema } from '../imputers/index.js';
import {
  fitIndicator,
  type Indicated,
  indicatorNames,
  indicatorScalings,
  indicatorSchema,
} from '../indicator.js';
import { filled, fillFor, fitMissing, presentValues } from '../number_column.js';
import type { FitReport } from '../report.js';
import { scaleFunction } from '../scale_function.js';
import type { Scaling } from '../scalers/index.js';
import { describeTooLarge, fitScaling, scalingSchema } from '../scaling.js';
import { type PreprocessingConfig, settingsOf } from '../settings.js';
import type { FeatureType } from './feature.js';

/** Number column, scaled: columns of x as its encoding makes them. */
export interface NumberFeature extends Scaling, Indicated {
  readonly kind: 'number';
  readonly name: string;
  readonly missing: MissingNumber;
  readonly encoding: FittedNumber;
}

/** Number columns, scaled. */
export const number: FeatureType<NumberFeature> = {
  schema: z.strictObject({
    kind: z.literal('number'),
    name: z.string().min(1),
    missing: missingNumberSchema,
    ...scalingSchema,
    encoding: fittedNumberSchema,
    ...indicatorSchema,
  }),
  reads: () => 'number',
  names: ({ name, encoding, ...indicated }) => [
    ...numberEncoding(encoding).names(name, encoding),
    ...indicatorNames(name, indicated),
  ],
  width: (feature) => number.names(feature).length,
  scalings: (feature) => [
    ...numberEncoding(feature.encoding).scalings(feature, feature.encoding),
    ...indicatorScalings(feature),
  ],
  encoded: ({ name, encoding }, input) => numberEncoding(encoding).encoded?.(name, encoding, input) ?? null,
  encoder(feature, { table, first, columns, findings }) {
    const { name, missing, center, scale, curve, encoding, indicator } = feature;
    const { values, odd } = table.columns.get(name) as NumberColumn;
    const { size } = values;
    const last = number.width(feature) - 1;
    const scaled = scaleFunction(feature);
    const fill = numberEncoding(encoding).fill(encoding);
    const isPlain = scale !== 0 && !curve && fill === fillAsIs;

    /** Encodes a value that may be missing, and says what there is to say of it. */
    const encodeCell = (value: number, row: number, x: Float64Array, k: number) => {
      const known = Number.isNaN(value) ? fillFor(table, name, missing, row) : value;
      if (Number.isNaN(value)) {
        const text = odd.get(row);
        if (text !== undefined) findings.odd(table, row, name, text, known);
        else findings.filled?.(name, row);
        if (indicator) x[k + last] = 1;
      }
      const z = scaled.x(known);
      if (!Number.isFinite(z) || !Number.isFinite(known)) throw notFinite(table, row, name, known);
      if (scale !== 0) fill(x, k, z);
      else if (departs(known, center))
        findings.warnOnce(departure, departureText(table, row, name, known, center), row);
    };

    return (rows, from, to, x) => {
      const group = values.around(rows[from]);
      const start = rows[from] & -size;
      for (let i = from, k = from * columns + first; i < to; i++, k += columns) {
        const value = group[rows[i] - start];
        const z = (value - center) / scale;
        // no call for most values; z is not finite where the value is not, or is missing
        if (isPlain && Math.abs(z) < Number.POSITIVE_INFINITY) x[k] = z;
        else encodeCell(value, rows[i], x, k);
      }
    };
  },
};

/** Fits a number column to the training rows; `scratch` holds its values meanwhile. */
export function fitNumber(
  table: Table,
  name: string,
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
  scratch?: Float64Array<ArrayBuffer>,
): NumberFeature {
  const present = presentValues(table.columns.get(name) as NumberColumn, rows, scratch);
  const missing = fitMissing(table, name, present, config);
  const values = present.length === rows.length ? present : filled(table, { name, missing }, rows, scratch);
  const scaler = settingsOf(config, name).scale ?? config.scale;
  const scaling = fitScaling(values, scaler, name, report);
  const options = encodeOf(config, name, 'number');
  const scaledValues = () => values.map(scaleFunction(scaling).x);
  const isSame = scaling.scale === 0 || isConstant(values);
  const encoding = isSame ? none.fit() : numberEncoding(options).fit(options, name, scaledValues, report);
  const indicated = fitIndicator(config, name, missing, rows.length - present.length, report);
  return { kind: 'number', name, missing, ...scaling, encoding, ...indicated };
}

const notFinite = (table: Table, row: number, name: string, value: number): MlpError =>
  oddCell(table, row, table.columns.get(name)!) ??
  new MlpError(
    'data',
    `${at(table, row, name)}: ${describeTooLarge(value)}; leave out the row or the column`,
    { cell: { column: name, value: String(value) } },
  );
