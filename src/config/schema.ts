import { dataSchema } from '../data/schema.js';
import * as z from '../zod.js';
import { checkConfig } from './checks.js';
import { ensembleSchema, withoutValidation } from './ensemble.js';
import { headSchema } from './head.js';
import { layerSchema } from './layers.js';
import { withEmbeddingTask } from './objective.js';
import { optimizerSchema } from './optimizer.js';
import { trainingSchema } from './training.js';

const sections = z
  .strictObject({
    $schema: z.string().optional().describe('where an editor finds the JSON Schema of this file'),
    name: z
      .string()
      .regex(/^(?!\.{1,2}$)[^/\\\p{Cc}]{1,200}$/u, 'a name that a directory can have (no slashes)')
      .optional()
      .describe("of the run's directory; the config file's name where left out"),
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .default(0)
      .describe('where all randomness starts'),
    task: z
      .enum(['classification', 'regression', 'reconstruction', 'embedding', 'generation'])
      .optional()
      .describe(
        'inferred from target and loss where left out; reconstruction: the target is the input; embedding: ' +
          'vectors of the categories of a column, from a table of pairs (skip-gram); generation: no target, but ' +
          'new rows by mlp sample',
      ),
    data: dataSchema.describe('where the data is, and how it becomes numbers'),
    layers: z
      .union([z.array(layerSchema), z.literal('auto')])
      .default([])
      .describe(
        'hidden layers, first to last; none: linear or logistic regression; "auto": as mlp init chooses them for so ' +
          'many rows, columns and outputs',
      ),
    head: headSchema.prefault({}).describe('the last layer, as wide as the target needs'),
    ensemble: ensembleSchema
      .optional()
      .describe('networks whose outputs are averaged; a single one where left out'),
    optimizer: optimizerSchema.prefault({ type: 'adam' }).describe('how weights are updated'),
    training: trainingSchema.prefault({}).describe('how long, in what steps'),
  })
  .superRefine(checkConfig)
  .meta({
    title: 'mlp config',
    description: 'A multi-layer perceptron, its data, and how it is trained',
  });

/** Schema of a whole config, with every default that does not depend on the data. */
export const configSchema = z.preprocess((config) => withEmbeddingTask(withoutValidation(config)), sections);

/** A config that has been read: all defaults filled in, but for those that depend on the data. */
export type Config = z.output<typeof configSchema>;
