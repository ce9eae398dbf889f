import { levelNames } from '../data/preprocessing/index.js';
import { didYouMean, MlpError } from '../errors.js';
import { excerpt, printable } from '../files/excerpt.js';
import { allEncodersIn } from '../nn/encoders/layer.js';
import { shortList } from '../short_list.js';
import { type Model, networkOf } from './model.js';

/** Vectors of the categories of a column. */
export interface CategoryVectors {
  readonly column: string;
  /** Names of the levels: categories in order, then `(missing)` and `(rare)` where there are such. */
  readonly levels: readonly string[];
  /** Numbers of a vector. */
  readonly width: number;
  /** The vector of each level, of each network of an average; one network is an average of one. */
  readonly members: readonly (readonly Float64Array[])[];
}

/** Columns whose categories a model has vectors for (`encode: "embedding"`). */
export function categoryVectors(model: Model): CategoryVectors[] {
  const { graph, inputSpec } = networkOf(model);
  const layers = allEncodersIn(graph);
  return model.preprocessing.features.flatMap((feature): CategoryVectors[] => {
    if (feature.kind !== 'category') return [];
    const { name } = feature;
    const input = inputSpec.encoded.find(({ column, type }) => column === name && type === 'embedding');
    if (input === undefined) return [];
    const { width } = input;
    const levels = levelNames(feature);
    const members = layers.map((layer) => {
      const { data } = model.tensors.get(`${layer.name}.${name}.weight`)!;
      return levels.map((_, i) => data.slice(i * width, (i + 1) * width));
    });
    return [{ column: name, levels, width, members }];
  });
}

/**
 * Finds the vectors of a column by its name, or of the only column that has any.
 *
 * @throws MlpError `usage` where there is none, or where there are several and none is named.
 */
export function vectorsOfColumn(all: readonly CategoryVectors[], name: string | undefined): CategoryVectors {
  const names = all.map(({ column }) => column);
  if (all.length === 0)
    throw new MlpError(
      'usage',
      'the model has no vectors of categories; train with data.columns.NAME.encode set to "embedding", or data.encode',
    );
  const found = name === undefined && all.length === 1 ? all[0] : all.find(({ column }) => column === name);
  if (found) return found;
  const listed = shortList(names.map(printable), 8);
  if (name === undefined)
    throw new MlpError(
      'usage',
      `which column? The model has vectors for ${listed}: --column ${printable(names[0])}`,
    );
  const hint = didYouMean(name, names) || `; it has them for ${listed}`;
  throw new MlpError('usage', `--column ${printable(name)}: the model has no vectors for it${hint}`);
}

/** Level with the cosine of the angle between its vector and another's; null where one of them is zero. */
export interface Neighbour {
  readonly category: string;
  readonly cosine: number | null;
}

/**
 * Orders the other levels, the nearest first: by the cosine of the angle between vectors, of several networks its mean,
 * as each has axes of its own.
 *
 * @throws MlpError `usage` where there is no such level.
 */
export function nearest({ column, levels, members }: CategoryVectors, level: string): Neighbour[] {
  const at = levels.indexOf(level);
  if (at < 0)
    throw new MlpError(
      'usage',
      `--nearest ${excerpt(level)}: no category of ${printable(column)}` +
        (didYouMean(level, levels) ||
          `; it has ${shortList(
            levels.map((text) => excerpt(text)),
            8,
          )}`),
    );
  return levels
    .flatMap((category, i) => (i === at ? [] : [{ category, cosine: meanCosine(members, at, i) }]))
    .sort((a, b) => (b.cosine ?? -2) - (a.cosine ?? -2));
}

function meanCosine(members: CategoryVectors['members'], i: number, j: number): number | null {
  let sum = 0;
  for (const vectors of members) {
    const value = cosine(vectors[i], vectors[j]);
    if (value === null) return null;
    sum += value;
  }
  return sum / members.length;
}

/** Cosine of the angle between two vectors, from −1 to 1; null where one of them is zero. */
export function cosine(a: Float64Array, b: Float64Array): number | null {
  let product = 0;
  let [ofA, ofB] = [0, 0];
  for (let k = 0; k < a.length; k++) {
    product += a[k] * b[k];
    ofA += a[k] * a[k];
    ofB += b[k] * b[k];
  }
  const length = Math.sqrt(ofA) * Math.sqrt(ofB);
  return length > 0 ? Math.max(-1, Math.min(1, product / length)) : null;
}
