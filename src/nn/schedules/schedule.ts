import type * as z from '../../zod.js';

/**
 * A schedule gives the learning rate in force. Epochs count from 0, and are whole except for a schedule that moves with
 * every step (`perStep`): that one is asked at epoch + batch / batches.
 */
export interface Schedule {
  /** Schema of the options beside the type; `warmup_epochs`, which any schedule may have, is added for all. */
  readonly options: z.ZodObject;
  readonly perStep?: true;
  /** Numbers it keeps between epochs, all start at 0 (only a schedule that looks at the metric needs any). */
  readonly scalars?: number;
  /** The rate at `epoch` of `epochs`, for the optimizer's base rate. */
  rate(base: number, epoch: number, epochs: number, options: object, scalars: Float64Array): number;
  /** Takes the loss at the end of an epoch into account; lower is better. */
  observe?(metric: number, options: object, scalars: Float64Array): void;
}
