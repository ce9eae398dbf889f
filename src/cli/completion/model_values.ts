import { sourceColumns } from '../../explain/blocks.js';
import { metricsFor } from '../../explain/importance/metric.js';
import { outputNames } from '../../explain/model_function.js';
import { categoryVectors } from '../../model/embeddings.js';
import { loadModel } from '../../model/load_model.js';
import type { Model } from '../../model/model.js';
import { type Loss, losses } from '../../nn/losses/index.js';
import type { Context } from '../context.js';
import { pathFrom } from '../io.js';
import type { Candidate } from './candidates.js';

/** Values that an option takes one of, by its key: those that a model has. */
const single: Readonly<Record<string, (model: Model, command: string) => readonly string[]>> = {
  metric: metricsOf,
  class: ({ preprocessing }) => outputNames(preprocessing),
  column: (model, command) =>
    command === 'embeddings'
      ? categoryVectors(model).map(({ column }) => column)
      : sourceColumns(model.preprocessing),
  nearest: (model) => categoryVectors(model).flatMap(({ levels }) => levels),
};

/** Values that an option takes several of, with commas, by its key. */
const several: Readonly<Record<string, (model: Model) => readonly string[]>> = {
  keep: ({ preprocessing }) => preprocessing.columns,
  metrics: metricsOf,
};

function metricsOf({ config, preprocessing }: Model): readonly string[] {
  const { loss } = config.head;
  return metricsFor(preprocessing, loss !== undefined && (losses[loss.type] as Loss).hasVariance === true);
}

/** Values of an option that the first model among the words has; none where the option takes none. */
export function modelValues(
  key: string,
  command: string,
  last: string,
  words: readonly string[],
  context: Context,
): readonly Candidate[] {
  const model =
    Object.hasOwn(single, key) || Object.hasOwn(several, key) ? modelAmong(words, context) : undefined;
  if (!model) return [];
  if (Object.hasOwn(single, key)) return single[key](model, command).map((text) => ({ text }));
  const begun = last.slice(0, last.lastIndexOf(',') + 1);
  const named = begun.split(',');
  const quoted = (name: string) => (name.includes(',') ? `"${name}"` : name);
  return several[key](model)
    .filter((name) => !named.includes(name))
    .map((name) => ({ text: begun + quoted(name) }));
}

function modelAmong(words: readonly string[], context: Context): Model | undefined {
  for (const word of words) {
    if (word.startsWith('-')) continue;
    try {
      return loadModel(pathFrom(context, word));
    } catch {
      // another argument
    }
  }
  return undefined;
}
