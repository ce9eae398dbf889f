import * as z from '../../zod.js';

const scoresSchema = z.strictObject({
  rows: z.int().positive(),
  values: z.array(z.number()).min(1).max(10_000),
});

/** Schema of what a model keeps of how sure it is, found on rows that it was not trained on. */
export const calibrationSchema = z.strictObject({
  version: z.literal(1),
  /** Temperature of the probabilities, with what it gains: see temperature.ts. */
  temperature: z
    .strictObject({
      value: z.number().min(0.2).max(20),
      found: z.number(),
      rows: z.int().positive(),
      log_loss: z.tuple([z.number(), z.number()]).readonly(),
      standard_error: z.number(),
    })
    .optional(),
  /** Probability from which on the second of two classes, or a label, is predicted; with what it was chosen for. */
  threshold: z.strictObject({ value: z.number().min(0).max(1), for: z.string().optional() }).optional(),
  /** Scores of the calibration rows: of each target of numbers, as they are or by the predicted deviation, or of the class. */
  conformal: z
    .strictObject({
      kind: z.enum(['numbers', 'scaled_numbers', 'classes']),
      scores: z.array(scoresSchema).min(1),
    })
    .optional(),
});

/** Facts on how sure a model is; each part is absent where it was not asked for. */
export type Calibration = z.output<typeof calibrationSchema>;

/** Scores by which intervals and sets are made: see metrics/conformal. */
export type Conformal = NonNullable<Calibration['conformal']>;

/** The calibration of a model that has none. */
export const noCalibration: Calibration = { version: 1 };

/** Whether there is anything in a calibration. */
export const hasCalibration = (calibration: Calibration): boolean => Object.keys(calibration).length > 1;
