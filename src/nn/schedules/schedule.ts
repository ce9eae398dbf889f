import type * as z from '../../zod.js';

/** A schedule gives the learning rate in force. */
export interface Schedule {
  /**
   * Schema of the options beside the type; `warmup_epochs`, which any schedule by epochs may have, is added for all.
   */
  readonly options: z.ZodObject;
  /** Whether it moves with every step, and so counts steps, not epochs; such a schedule has no warm-up before it. */
  readonly perStep?: true;
  /** Part of the steps in which the rate of such a schedule first rises: for the refusal of a warm-up. */
  readonly rise?: string;
  /** Numbers it keeps between epochs, all start at 0 (only a schedule that looks at the metric needs any). */
  readonly scalars?: number;
  /** Whether the rate depends on how many epochs there are in all: with others, training would have been another. */
  dependsOnEpochs?(options: object): boolean;
  /** The rate in epoch `at` (from 0) of `length` epochs, or steps with `perStep`, for the optimizer's base rate. */
  rate(base: number, at: number, length: number, options: object, scalars: Float64Array): number;
  /** Takes the loss at the end of an epoch into account; lower is better. */
  observe?(metric: number, options: object, scalars: Float64Array): void;
}
