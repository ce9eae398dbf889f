/** A row and its reconstruction. */
export interface Example {
  /** Number of the row in its split, from 1. */
  readonly row: number;
  readonly error: number;
  /** Values of the inputs, [inputs], as the network gets and gives them. */
  readonly original: Float64Array;
  readonly reconstruction: Float64Array;
}
