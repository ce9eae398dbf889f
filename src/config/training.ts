import { metricNames } from '../metrics/index.js';
import * as z from '../zod.js';
import { objectiveSchema } from './objective.js';

const positive = z.number().positive();
const penalty = z.number().min(0).default(0);

/** Schema of the `training` section of a config. */
export const trainingSchema = z.strictObject({
  epochs: z.int().min(1).default(100).describe('how many times training goes through the data'),
  batch_size: z
    .union([z.int().min(1), z.literal('full')])
    .default(32)
    .describe(
      'rows in a step, or "full" for all rows; with batch_norm a last row alone joins the batch before it',
    ),
  shuffle: z.boolean().default(true).describe('whether every epoch takes the rows in another order'),
  early_stopping: z
    .strictObject({
      metric: z
        .enum(metricNames)
        .default('loss')
        .describe('what has to improve; loss where the validation rows leave it undefined or constant'),
      patience: z.int().min(1).default(10).describe('epochs without improvement after which training stops'),
      min_delta: z
        .number()
        .min(0)
        .default(0)
        .describe(
          'what counts as an improvement is more than this, in the unit of the metric (loss: of scaled targets)',
        ),
    })
    .optional()
    .describe('stop when validation no longer improves'),
  restore_best: z
    .boolean()
    .optional()
    .describe('whether to keep the best weights, not the last; true where there is a validation split'),
  restarts: z
    .union([
      z.int().min(1),
      z.strictObject({
        count: z.int().min(1).describe('initialisations'),
        keep: z
          .enum(['best', 'all'])
          .default('best')
          .describe('the one best on validation, or all, to be averaged'),
      }),
    ])
    .default(1)
    .describe('initialisations; the one best on validation is kept, or with {"count": 5, "keep": "all"} all'),
  gradient_clip: z
    .strictObject({
      norm: positive.optional().describe('shorten a gradient that is longer than this'),
      value: positive.optional().describe('bring each element of the gradient within −value to value'),
    })
    .refine(
      ({ norm, value }) => (norm === undefined) !== (value === undefined),
      'takes either "norm" or "value"',
    )
    .optional()
    .describe('limit the gradient'),
  l1: penalty.describe('penalty l1·‖W‖₁ on all weights'),
  l2: penalty.describe('penalty l2/2·‖W‖² on all weights'),
  class_weight: z
    .union([z.literal('balanced'), z.record(z.string(), positive)])
    .optional()
    .describe('"balanced", or the weight of each class by name, 1 where left out'),
  calibrate: z
    .enum(['temperature', 'none'])
    .optional()
    .describe(
      'temperature: divide the logits by one number, by which validation rows are the most probable, where that ' +
        'gains more than its standard error',
    ),
  objective: objectiveSchema
    .optional()
    .describe(
      'what training minimizes instead of the loss of the head: vae for the task generation, skip_gram for embedding',
    ),
  time_limit: positive.optional().describe('seconds after which training stops'),
  checkpoint_every: z.int().min(1).optional().describe('epochs from one checkpoint to the next'),
  init_from: z
    .string()
    .min(1)
    .optional()
    .describe('a model or safetensors file whose weights training starts from'),
});
