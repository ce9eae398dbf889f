/** A row and what an autoencoder makes of it. */
export interface Example {
  /** Its place in its split, from 1. */
  readonly row: number;
  readonly error: number;
  /** [inputs], as the network gets and gives them. */
  readonly original: Float64Array;
  readonly reconstruction: Float64Array;
}
