/** x = (value − center) / scale */
export interface Scaling {
  readonly center: number;
  readonly scale: number;
}

/**
 * Fits a column's scaling to its values (none missing, at least two different ones). A scale of 0 is replaced by 1
 * afterwards.
 */
export interface Scaler {
  fit(values: Float64Array): Scaling;
}
