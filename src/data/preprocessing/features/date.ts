import { MlpError } from '../../../errors.js';
import { printable } from '../../../files/excerpt.js';
import { cosd, sind } from '../../../math/index.js';
import * as z from '../../../zod.js';
import { columnSetting } from '../../column_setting.js';
import {
  chooseParts,
  type DateFormat,
  type DatePartName,
  dateFormat,
  datePartNames,
  gives,
  isoText,
  type Moment,
  momentOf,
  partOf,
} from '../../dates/index.js';
import type { Rows } from '../../table/rows.js';
import { setColumn } from '../../table/set_flag.js';
import type { DateColumn, Table } from '../../table/table.js';
import { departs, departure, departureText, isConstant } from '../constant.js';
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
import { fitScaling, scalingSchema, unscaled } from '../scaling.js';
import { missingOf, type PreprocessingConfig, settingsOf } from '../settings.js';
import type { FeatureType } from './feature.js';

/**
 * Parts of a date: for each a column of x, scaled; or, where it is cyclic, two, the sine and cosine of the turn that
 * value / period is.
 */
export interface DateFeature extends Indicated {
  readonly kind: 'date';
  readonly name: string;
  readonly format: string;
  /** Treatment of a missing date; a value in its place is in seconds since 1970-01-01. */
  readonly missing: MissingNumber;
  readonly parts: readonly DatePartName[];
  /** The scaling of each column of x that the parts give. */
  readonly scalings: readonly Scaling[];
}

/** Columns of dates. */
export const date: FeatureType<DateFeature> = {
  schema: z
    .strictObject({
      kind: z.literal('date'),
      name: z.string().min(1),
      format: z.string().refine(isFormat, 'expected "iso" or a format of dates'),
      missing: missingNumberSchema,
      parts: z.array(z.enum(datePartNames)).min(1),
      scalings: z.array(z.strictObject(scalingSchema)),
      ...indicatorSchema,
    })
    .refine(
      (feature) => feature.scalings.length === columnsOf(feature).length,
      'expected one for each column that the parts give',
    ),
  reads: ({ format }) => ({ type: 'date', format }),
  names: (feature) => [
    ...columnsOf(feature).map(({ part, suffix }) => `${feature.name}.${part}${suffix}`),
    ...indicatorNames(feature.name, feature),
  ],
  width: (feature) => date.names(feature).length,
  scalings: (feature) => [...feature.scalings, ...indicatorScalings(feature)],
  encoder(feature, { table, first, columns, findings }) {
    const { name, missing, parts, scalings, indicator } = feature;
    const constant = new Set(parts.filter((part) => isConstantPart(feature, part)));
    const { values, odd } = table.columns.get(name) as DateColumn;
    const encoded = columnsOf({ parts });
    const scales = scalings.map(scaleFunction);
    return (rows, from, to, x) => {
      for (let i = from, k = from * columns + first; i < to; i++, k += columns) {
        let seconds = values.at(rows[i]);
        if (Number.isNaN(seconds)) {
          seconds = fillFor(table, name, missing, rows[i]);
          const text = odd.get(rows[i]);
          if (text !== undefined) findings.odd(table, rows[i], name, text, isoText(seconds));
          else findings.filled?.(name, rows[i]);
          if (indicator) x[k + encoded.length] = 1;
        }
        const moment = momentOf(seconds);
        encoded.forEach(({ part, of }, j) => {
          const value = of(moment);
          x[k + j] = scales[j].x(value);
          if (constant.has(part) && departs(value, scalings[j].center))
            findings.warnOnce(
              departure,
              departureText(table, rows[i], name, `another ${part}`, 'the same'),
              rows[i],
            );
        });
      }
    };
  },
};

/** True where the network always gets 0 for a part. */
const isConstantPart = (feature: DateFeature, name: DatePartName): boolean =>
  columnsOf(feature).every(({ part }, j) => part !== name || feature.scalings[j].scale === 0);

/** True of a text that describes a format of dates. */
function isFormat(text: string): boolean {
  try {
    return dateFormat(text) !== null;
  } catch {
    return false;
  }
}

/** A column of x that a part of a date gives. */
interface PartColumn {
  readonly part: DatePartName;
  /** End of the column's name, behind that of the part. */
  readonly suffix: '' | '.sin' | '.cos';
  of(moment: Moment): number;
}

/** Lists the columns of x that parts give. */
function columnsOf({ parts }: Pick<DateFeature, 'parts'>): PartColumn[] {
  return parts.flatMap((name): PartColumn[] => {
    const part = partOf(name);
    const { period } = part;
    if (!period) return [{ part: name, suffix: '', of: (moment) => part.value(moment) }];
    const degrees = (moment: Moment) => (360 * part.value(moment)) / period(moment);
    return [
      { part: name, suffix: '.sin', of: (moment) => sind(degrees(moment)) },
      { part: name, suffix: '.cos', of: (moment) => cosd(degrees(moment)) },
    ];
  });
}

/**
 * Fits a column of dates to the training rows: the parts that its settings name, or those that vary. Numbers are scaled
 * as number columns are.
 */
export function fitDate(
  table: Table,
  name: string,
  rows: Rows,
  config: PreprocessingConfig,
  report: FitReport,
): DateFeature {
  const column = table.columns.get(name) as DateColumn;
  const { scale, parts: named } = settingsOf(config, name);
  const format = dateFormat(column.format);
  const present = presentValues(column, rows);
  const missing = fitMissing(table, name, present, filledByDate(config, name, format));
  const parts = named ?? chooseParts(format, present);
  const absent = named?.find((part) => !gives(format, part));
  if (absent)
    throw new MlpError(
      'config',
      `${columnSetting(name, 'parts')}: its dates, of the format ${column.format}, have no ${absent}`,
    );
  if (!named) report.notes.push(partsNote(column, parts));
  const columns = columnsOf({ parts });
  const values = columns.map(() => new Float64Array(rows.length));
  filled(table, { name, missing }, rows).forEach((seconds, i) => {
    const moment = momentOf(seconds);
    columns.forEach(({ of }, j) => {
      values[j][i] = of(moment);
    });
  });
  const scalings = columns.map(({ part, suffix }, j) => {
    if (suffix === '') return fitScaling(values[j], scale ?? config.scale, `${name}.${part}`, report);
    return isConstant(values[j]) ? { center: values[j][0], scale: 0 } : unscaled;
  });
  const indicated = fitIndicator(config, name, missing, rows.length - present.length, report);
  const { format: text } = column;
  const feature: DateFeature = { kind: 'date', name, format: text, missing, parts, scalings, ...indicated };
  for (const { part, suffix } of columns)
    if (suffix === '.sin' && isConstantPart(feature, part))
      report.constants.set(`${name}.${part}`, 'the same');
  return feature;
}

/** Says which parts were chosen, and how to choose others. */
function partsNote({ name, format, isInferred }: DateColumn, parts: readonly DatePartName[]): string {
  const { fields } = dateFormat(format);
  const what = fields.has('year') || fields.has('month') ? 'dates' : 'times';
  const category = isInferred ? `; as categories: ${setColumn(name, 'type', 'category')}` : '';
  return (
    `column ${printable(name)} holds ${what} (${format}), of which the network gets what varies: ` +
    `${parts.join(', ')}; to choose: ${setColumn(name, 'parts', parts)}${category}`
  );
}

/** The config with a column's `fill` in seconds, where it is a date that fills. */
function filledByDate(config: PreprocessingConfig, name: string, format: DateFormat): PreprocessingConfig {
  const settings = settingsOf(config, name);
  if (missingOf(config, name) !== 'constant') return config;
  const fill = settings.fill ?? config.fill;
  const seconds = format.read(String(fill));
  if (typeof seconds === 'string')
    throw new MlpError(
      'config',
      `${columnSetting(name, 'fill')}: ${JSON.stringify(fill)} is no date to fill in: ${seconds}`,
    );
  return { ...config, columns: { ...config.columns, [name]: { ...settings, fill: seconds } } };
}
