import type { FittedCurve } from '../curves/index.js';

/**
 * x = (value − center) / scale, or the curve of that, where there is one; 0 where the scale is 0, which is that of a
 * constant column.
 */
export interface Scaling {
  readonly center: number;
  readonly scale: number;
  readonly curve?: FittedCurve;
}

/**
 * Fits a column's scaling to its values: none missing, and not all the same. Its scale can be 0 all the same, as that
 * of quartiles; the column is divided by 1 then.
 */
export interface Scaler {
  fit(values: Float64Array): Scaling;
}
