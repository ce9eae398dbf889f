import type { ColumnType } from '../table/table.js';
import type { MissingCategory, MissingNumber } from './imputers/index.js';

/** What a network does: classes out, numbers out, or its own input out. */
export type Task = 'classification' | 'regression' | 'reconstruction';

/**
 * How rows of text become rows of x and t. Fitted to the training split alone, plain JSON, stored in the model: with it
 * alone, any other row is encoded in the same way.
 */
export interface Preprocessing {
  /** How files are read. */
  readonly delimiter: string;
  readonly header: boolean;
  readonly missing_values: readonly string[];
  /** The names of all columns of the training data, in order: without a header, other data is matched by position. */
  readonly columns: readonly string[];
  readonly features: readonly Feature[];
  readonly target: Target;
  /** The column of row weights. */
  readonly weight: string | null;
}

/** The columns of x come in the order of the features. */
export type Feature = NumberFeature | CategoryFeature | BasisFeature | Variable;

/** One column: x = (value − center) / scale. */
export interface NumberFeature {
  readonly kind: 'number';
  readonly name: string;
  readonly missing: MissingNumber;
  readonly center: number;
  readonly scale: number;
}

/** One-hot: a column for each category, then one for missing values where `missing.action` is `category`. */
export interface CategoryFeature {
  readonly kind: 'category';
  readonly name: string;
  readonly missing: MissingCategory;
  readonly categories: readonly string[];
}

/** One column: the value of an expression over number columns (unscaled, missing ones filled), then scaled. */
export interface BasisFeature {
  readonly kind: 'basis';
  readonly expression: string;
  readonly center: number;
  readonly scale: number;
}

/** No column of x: a number column that basis functions use, but that is no feature itself. */
export interface Variable {
  readonly kind: 'variable';
  readonly name: string;
  readonly missing: MissingNumber;
}

/** What t holds. `drop`: rows without a target are left out; else they are an error. */
export type Target = ClassesTarget | FractionsTarget | NumbersTarget | { readonly kind: 'reconstruction' };

/** One column of t: the index of the class. `type` is that of the column in the training file. */
export interface ClassesTarget {
  readonly kind: 'classes';
  readonly name: string;
  readonly type: ColumnType;
  readonly drop: boolean;
  readonly classes: readonly string[];
}

/** Columns from 0 to 1, each on its own (`labels`) or together a distribution. */
export interface FractionsTarget {
  readonly kind: 'labels' | 'distribution';
  readonly names: readonly string[];
  readonly drop: boolean;
}

/** t = (value − center) / scale, by column. */
export interface NumbersTarget {
  readonly kind: 'numbers';
  readonly names: readonly string[];
  readonly drop: boolean;
  readonly center: readonly number[];
  readonly scale: readonly number[];
}

/** Columns of x that a feature takes. */
export function width(feature: Feature): number {
  switch (feature.kind) {
    case 'category':
      return feature.categories.length + (feature.missing.action === 'category' ? 1 : 0);
    case 'variable':
      return 0;
    default:
      return 1;
  }
}

/** Columns of x. */
export const inputs = ({ features }: Pick<Preprocessing, 'features'>): number =>
  features.reduce((sum, feature) => sum + width(feature), 0);

/** A name for each column of x: `petal_width`, `island=Biscoe`, `sex=(missing)`, `sin(x1)`. */
export const featureNames = ({ features }: Pick<Preprocessing, 'features'>): string[] =>
  features.flatMap(namesOf);

function namesOf(feature: Feature): string[] {
  switch (feature.kind) {
    case 'number':
      return [feature.name];
    case 'basis':
      return [feature.expression];
    case 'variable':
      return [];
    case 'category': {
      const names = feature.categories.map((category) => `${feature.name}=${category}`);
      return feature.missing.action === 'category' ? [...names, `${feature.name}=(missing)`] : names;
    }
  }
}

/** Columns of t: one for classes, whatever their number; as many as x for a reconstruction. */
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

/** The names of the target columns; none for a reconstruction. */
export function targetNames({ target }: Pick<Preprocessing, 'target'>): readonly string[] {
  if (target.kind === 'reconstruction') return [];
  return target.kind === 'classes' ? [target.name] : target.names;
}

/** The columns that encoding reads, and as what; with `withTarget`, those of target and weight too. */
export function columnTypes(preprocessing: Preprocessing, withTarget: boolean): Map<string, ColumnType> {
  const { features, target, weight } = preprocessing;
  const types = new Map<string, ColumnType>();
  for (const feature of features)
    if (feature.kind !== 'basis')
      types.set(feature.name, feature.kind === 'category' ? 'category' : 'number');
  if (!withTarget) return types;
  for (const name of targetNames(preprocessing))
    types.set(name, target.kind === 'classes' ? target.type : 'number');
  if (weight !== null) types.set(weight, 'number');
  return types;
}

/** The columns whose missing values cost the row. */
export function dropColumns({ features, target }: Preprocessing, withTarget: boolean): string[] {
  const names = features.flatMap((feature) =>
    feature.kind !== 'basis' && feature.missing.action === 'drop' ? [feature.name] : [],
  );
  if (withTarget && target.kind !== 'reconstruction' && target.drop) names.push(...targetNames({ target }));
  return names;
}
