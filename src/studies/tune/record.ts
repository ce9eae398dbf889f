import * as z from '../../zod.js';

/** Schema of a result of a trial: a line of trials.jsonl. */
export const recordSchema = z.strictObject({
  /** Index of the trial, from 0. */
  trial: z.int().min(0),
  /** The rung, with halving, at which it was measured, from 0, and its epochs. */
  rung: z.int().min(0).optional(),
  epochs: z.int().min(1).optional(),
  /** Values of the parameters, by name. */
  values: z.record(z.string(), z.json()),
  /** The metric on the validation rows, or its mean over folds; null where training diverged, or the config is none. */
  value: z.number().nullable(),
  /** The metric of each fold. */
  folds: z.array(z.number().nullable()).optional(),
  best_epoch: z.int().min(0).optional(),
  stop_reason: z.string().optional(),
  /** Message on the config of these values, where it is none. */
  error: z.string().optional(),
});

/** Result of a trial, with halving of one of its rungs. */
export type TrialRecord = z.infer<typeof recordSchema>;
