import type { Inputs } from '../../nn/encoders/index.js';
import type { WantedType } from '../table/table.js';
import { targetNames } from '../targets/target.js';
import { type Feature, typeOf } from './features/index.js';
import type { Preprocessing } from './preprocessing.js';
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
    default:
      return target.names.length;
  }
}

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
  const costs = target.kind !== 'reconstruction' && target.drop;
  return { features: names, targets: costs ? targetNames({ target }) : [] };
}
