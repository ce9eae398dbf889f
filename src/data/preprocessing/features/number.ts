import { MlpError } from '../../../errors.js';
import * as z from '../../../zod.js';
import { oddCell } from '../../table/column_errors.js';
import type { Rows } from '../../table/rows.js';
import { at, type NumberColumn, type Table } from '../../table/table.js';
import { departs, departure, departureText, isConstant } from '../constant.js';
import { type FittedNumber, fittedNumberSchema, numberEncoding } from '../encodings/index.js';
import { none } from '../encodings/none.js';
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
    const curved = curve && scaleFunction({ center, scale, curve });
    const fill = numberEncoding(encoding).fill(encoding);
    return (rows, from, to, x) => {
      const group = values.around(rows[from]);
      const start = rows[from] & -size;
      for (let i = from, k = from * columns + first; i < to; i++, k += columns) {
        let value = group[rows[i] - start];
        if (Number.isNaN(value)) {
          value = fillFor(table, name, missing, rows[i]);
          const text = odd.get(rows[i]);
          if (text !== undefined) findings.odd(table, rows[i], name, text, value);
          else findings.filled?.(name);
          if (indicator) x[k + last] = 1;
        }
        if (scale === 0) {
          if (!Number.isFinite(value)) throw notFinite(table, rows[i], name, value);
          if (departs(value, center))
            findings.warnOnce(departure, departureText(table, rows[i], name, value, center));
          continue;
        }
        const scaled = curved ? curved.x(value) : (value - center) / scale;
        if (!Number.isFinite(scaled) || !Number.isFinite(value)) throw notFinite(table, rows[i], name, value);
        fill(x, k, scaled);
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
