import { type Variant, variantSchema } from '../nn/variants.js';
import * as z from '../zod.js';

const skipGramOptions = z.strictObject({
  negatives: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('contexts drawn for each pair, as often as their training rows to the power 3/4 say'),
});

/** Objectives of training besides the loss of the head, by type. */
const objectives = {
  skip_gram: { options: skipGramOptions },
};

export type ObjectiveName = keyof typeof objectives;

/** Skip-gram with negative sampling: vectors of a column's categories, from pairs. */
export type SkipGramConfig = Variant<'skip_gram'> & Readonly<z.output<typeof skipGramOptions>>;

/** The `training.objective` section of a config, by type. */
export type ObjectiveConfig = SkipGramConfig;

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
