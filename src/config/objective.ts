import { type Variant, variantSchema } from '../nn/variants.js';
import * as z from '../zod.js';
import { layerSchema } from './layers.js';

const skipGramOptions = z.strictObject({
  negatives: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('contexts drawn for each pair, as often as their training rows to the power 3/4 say'),
});

const vaeOptions = z.strictObject({
  latent: z.int().min(1).default(8).describe('numbers of a code'),
  beta: z.number().min(0).default(1).describe("weight of the codes' divergence from the prior"),
  warmup_epochs: z
    .int()
    .min(0)
    .default(10)
    .describe(
      'epochs in which that weight grows from 0, so that codes are not given up before they are of use',
    ),
  decoder: z
    .array(layerSchema)
    .optional()
    .describe('layers from a code to the columns; the dense ones of `layers`, last to first, where left out'),
});

/** Objectives of training besides the loss of the head, by type. */
const objectives = {
  skip_gram: { options: skipGramOptions },
  vae: { options: vaeOptions },
};

export type ObjectiveName = keyof typeof objectives;

/** Skip-gram with negative sampling: vectors of a column's categories, from pairs. */
export type SkipGramConfig = Variant<'skip_gram'> & Readonly<z.output<typeof skipGramOptions>>;

/** Variational autoencoder: rows of a table, and codes of them. */
export type VaeConfig = Variant<'vae'> & Readonly<z.output<typeof vaeOptions>>;

/** The `training.objective` section of a config, by type. */
export type ObjectiveConfig = SkipGramConfig | VaeConfig;

/** Whether an objective is one of generators of rows. */
export const isGenerator = (objective: ObjectiveConfig): objective is VaeConfig => objective.type === 'vae';

/** Schema of the `training.objective` section of a config. */
export const objectiveSchema = variantSchema(objectives) as unknown as z.ZodType<ObjectiveConfig>;

/** A config as it was read, with what `"task": "embedding"` stands for, wherever it says nothing else. */
export function withEmbeddingTask(config: unknown): unknown {
  if (!isObject(config) || config.task !== 'embedding') return config;
  const { data, head, training } = config;
  const completed = (section: unknown, usual: object) =>
    section === undefined ? usual : isObject(section) ? { ...usual, ...section } : section;
  return {
    ...config,
    ...(isObject(data) && { data: completed(data, { encode: 'embedding' }) }),
    head: completed(head, { activation: 'softmax', loss: 'cross_entropy' }),
    training: completed(training, { objective: 'skip_gram' }),
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
