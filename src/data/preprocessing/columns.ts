import type { Inputs } from '../../nn/encoders/index.js';
import { type Outputs, outputsOf } from '../../nn/likelihood/index.js';
import type { WantedType } from '../table/table.js';
import { fieldsOf } from '../targets/generation/fields.js';
import { isAnswer, targetNames } from '../targets/target.js';
import { categoryEncoding, type Derivative, numberEncoding } from './encodings/index.js';
import { type Feature, type NumberFeature, typeOf } from './features/index.js';
import type { Preprocessing } from './preprocessing.js';
import { scaleFunction } from './scale_function.js';
import type { Scaling } from './scalers/index.js';

/** Number of columns of x that a feature takes. */
export const width = (feature: Feature): number => typeOf(feature).width(feature);

/** Number of columns of x. */
export const inputs = ({ features }: Pick<Preprocessing, 'features'>): number =>
  features.reduce((sum, feature) => sum + width(feature), 0);

/** Inputs of a network: the columns of x, and those of them that it encodes by what it learns. */
export function networkInputs({ features }: Pick<Preprocessing, 'features'>): Inputs {
  let columns = 0;
  const encoded = features.flatMap((feature) => {
    const input = columns;
    columns += width(feature);
    const column = typeOf(feature).encoded?.(feature, input) ?? null;
    return column === null ? [] : [column];
  });
  return { columns, encoded };
}

/** Whether x of a feature is an index, which is no quantity: it has no slope, and none can be predicted. */
export const isIndex = (feature: Feature): boolean =>
  feature.kind === 'category' && categoryEncoding(feature.encoding).isIndex === true;

/** Number of columns of x that the encoding of a number takes, without that of its missing values. */
export const encodedColumns = ({ name, encoding }: NumberFeature): number =>
  numberEncoding(encoding).names(name, encoding).length;

/** Derivatives by a number, given those by its columns of x, but for that of its missing values. */
export function derivatives(feature: NumberFeature): readonly Derivative[] {
  const { encoding } = feature;
  const { byValue } = scaleFunction(feature);
  const scaled: Derivative = (derivative, [x]) => byValue(derivative, x);
  return numberEncoding(encoding).derivatives?.(feature, encoding) ?? [scaled];
}

/** A name for each column of x: `petal_width`, `island=Biscoe`, `sex=(missing)`, `sin(x1)`. */
export const featureNames = ({ features }: Pick<Preprocessing, 'features'>): string[] =>
  features.flatMap((feature) => typeOf(feature).names(feature));

/** The scaling of each column of x. */
export const scalings = ({ features }: Pick<Preprocessing, 'features'>): Scaling[] =>
  features.flatMap((feature) => typeOf(feature).scalings(feature));

/** Number of columns of t: one for classes, whatever their number; as many as x for a reconstruction. */
export function targetColumns(preprocessing: Preprocessing): number {
  const { target } = preprocessing;
  switch (target.kind) {
    case 'classes':
      return 1;
    case 'reconstruction':
      return inputs(preprocessing);
    case 'generation':
      return outputsOf(fieldsOf(target)).columns;
    default:
      return target.names.length;
  }
}

/** Outputs of a network of so many columns of y; of a generator, with the distributions that they are parameters of. */
export const networkOutputs = (
  { target }: Pick<Preprocessing, 'target'>,
  columns: number,
): number | Outputs => (target.kind === 'generation' ? outputsOf(fieldsOf(target)) : columns);

/** Lists the columns that encoding reads, and as what; with `withTarget`, those of target and weight too. */
export function columnTypes(preprocessing: Preprocessing, withTarget: boolean): Map<string, WantedType> {
  const { features, target, weight } = preprocessing;
  const types = new Map<string, WantedType>();
  for (const feature of features) {
    const type = typeOf(feature).reads(feature);
    if ('name' in feature && type !== null) types.set(feature.name, type);
  }
  if (!withTarget) return types;
  for (const name of targetNames(preprocessing))
    types.set(name, target.kind === 'classes' ? target.type : 'number');
  if (weight !== null) types.set(weight, 'number');
  return types;
}

/** Lists the columns whose missing values cost the row. */
export function dropColumns({ features, target }: Preprocessing): {
  readonly features: readonly string[];
  readonly targets: readonly string[];
} {
  const names = features.flatMap((feature) =>
    'missing' in feature && feature.missing.action === 'drop' ? [feature.name] : [],
  );
  const costs = isAnswer(target) && target.drop;
  return { features: names, targets: costs ? targetNames({ target }) : [] };
}
