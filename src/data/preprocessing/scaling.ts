import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import * as z from '../../zod.js';
import type { FitReport } from './report.js';
import { type ScalerName, type Scaling, scalers } from './scalers/index.js';

/** A scale as a model file holds it. */
export const scaleSchema = z.number().refine((value) => value !== 0, 'expected a number other than 0');

/** Fits the scaling of a column; a constant one becomes 0. `name` is for messages. */
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

/** The number, with 0 for −0, which JSON has not: what is stored has to be what was used. */
export const withoutSign = (value: number): number => (value === 0 ? 0 : value);

/** Creates the error of a column to which nothing finite can be fitted. */
export const tooLarge = (name: string, what: string): MlpError =>
  new MlpError('data', `column ${printable(name)}: its values are too large for ${what}; use smaller units`);

/** The reason why a feature is no finite number in a row, for messages. */
export const describeTooLarge = (value: number): string =>
  Number.isFinite(value) ? `the value ${value} is too large for its scale` : `the value is ${value}`;
