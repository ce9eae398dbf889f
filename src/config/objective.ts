import { adversarialLossNames } from '../nn/adversarial/losses.js';
import { type Variant, variantSchema } from '../nn/variants.js';
import * as z from '../zod.js';
import { layerSchema } from './layers.js';
import { type OptimizerSection, optimizerSchema } from './optimizer.js';

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

const ganOptions = z.strictObject({
  latent: z.int().min(1).default(16).describe('numbers of a code, which are drawn from the standard normal'),
  discriminator: z
    .array(layerSchema)
    .optional()
    .describe(
      'layers from the columns to how real a row is; the dense ones of `layers`, last to first, where left out',
    ),
  loss: z
    .enum(adversarialLossNames)
    .default('non_saturating')
    .describe(
      'what the two minimize: −log D of sampled rows, log(1 − D), or the squares of the distances to 0 and 1',
    ),
  optimizer: optimizerSchema
    .optional()
    .describe("of the discriminator's weights; that of the config, of the generator's, where left out"),
  label_smoothing: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('what the label of real rows is below 1 by, for the discriminator (one-sided)'),
});

/** Objectives of training besides the loss of the head, by type. */
const objectives = {
  gan: { options: ganOptions },
  skip_gram: { options: skipGramOptions },
  vae: { options: vaeOptions },
};

export type ObjectiveName = keyof typeof objectives;

/** Skip-gram with negative sampling: vectors of a column's categories, from pairs. */
export type SkipGramConfig = Variant<'skip_gram'> & Readonly<z.output<typeof skipGramOptions>>;

/** Variational autoencoder: rows of a table, and codes of them. */
export type VaeConfig = Variant<'vae'> & Readonly<z.output<typeof vaeOptions>>;

/** Generative adversarial network: rows of a table from codes, by a network that another judges. */
export type GanConfig = Variant<'gan'> &
  Readonly<Omit<z.output<typeof ganOptions>, 'optimizer'>> & { readonly optimizer?: OptimizerSection };

/** Objectives of generators of rows. */
export type GeneratorConfig = VaeConfig | GanConfig;

/** The `training.objective` section of a config, by type. */
export type ObjectiveConfig = SkipGramConfig | GeneratorConfig;

/** Whether an objective is one of generators of rows. */
export const isGenerator = (objective: ObjectiveConfig): objective is GeneratorConfig =>
  objective.type === 'vae' || objective.type === 'gan';

/** Whether an objective is that of two networks against each other. */
export const isAdversarial = (objective: ObjectiveConfig | undefined): objective is GanConfig =>
  objective?.type === 'gan';

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
