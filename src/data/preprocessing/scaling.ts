import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import * as z from '../../zod.js';
import { isConstant } from './constant.js';
import { curveSchema, makeCurve } from './curves/index.js';
import type { FitReport } from './report.js';
import { type ScalerName, type Scaling, scalers } from './scalers/index.js';

/** Fields of the scaling of a feature as a model file holds it; scale 0: the column is constant. */
export const scalingSchema = {
  center: z.number(),
  scale: z.number().min(0),
  curve: curveSchema.optional(),
};

/** Fits the scaling of a feature; that of a constant one has scale 0. `name` is for messages. */
export function fitScaling(
  values: Float64Array,
  scaler: ScalerName,
  name: string,
  report: FitReport,
): Scaling {
  if (scaler === 'none' || !isConstant(values)) return fitScaler(values, scaler, name, report);
  report.constants.set(name, constantText(values));
  return { center: withoutSign(values[0]), scale: 0 };
}

/** Fits the scaling of a numeric target; its scale is never 0. */
export function fitTargetScaling(
  values: Float64Array,
  scaler: ScalerName,
  name: string,
  report: FitReport,
): Scaling {
  if (scaler === 'none' || !isConstant(values)) return fitScaler(values, scaler, name, report);
  report.warn(
    `target ${printable(name)} is ${constantText(values)} in every training row: there is nothing to learn`,
  );
  return { center: withoutSign(values[0]), scale: 1 };
}

/** The value of a column that is constant, for messages. */
function constantText(values: Float64Array): string {
  const isExact = values.every((value) => value === values[0]);
  return isExact ? String(values[0]) : `${values[0]}, but for rounding,`;
}

function fitScaler(values: Float64Array, scaler: ScalerName, name: string, report: FitReport): Scaling {
  const { center, scale, curve }: Scaling = scalers[scaler].fit(values);
  const ends = curve ? makeCurve(curve).ends : [];
  if (![center, scale, ...ends].every(Number.isFinite)) throw tooLarge(name, `scale "${scaler}"`);
  // quartiles can be equal, but for rounding, where the column is not constant
  if (scale > values.length * Number.EPSILON * Math.abs(center))
    return { center: withoutSign(center), scale, ...(curve && { curve }) };
  report.warn(
    `column ${printable(name)} has spread 0 by scale "${scaler}", though it is not constant: it is divided by 1`,
  );
  return { center: withoutSign(center), scale: 1 };
}

/** The scaling of a column of x that is as it is. */
export const unscaled: Scaling = { center: 0, scale: 1 };

/** The number, with 0 for −0, which JSON has not: what is stored has to be what was used. */
export const withoutSign = (value: number): number => (value === 0 ? 0 : value);

/** Creates the error of a column to which nothing finite can be fitted. */
export const tooLarge = (name: string, what: string): MlpError =>
  new MlpError('data', `column ${printable(name)}: its values are too large for ${what}; use smaller units`);

/** The reason why a feature is no finite number in a row, for messages. */
export const describeTooLarge = (value: number): string =>
  Number.isFinite(value) ? `the value ${value} is too large for its scale` : `the value is ${value}`;
