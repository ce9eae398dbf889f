import { basis } from './basis.js';
import { category } from './category.js';
import { date } from './date.js';
import type { FeatureType, StoredFeature } from './feature.js';
import { number } from './number.js';
import { variable } from './variable.js';

export const featureTypes = { number, category, date, basis, variable } satisfies Record<
  string,
  FeatureType<never>
>;

type FeatureTypes = typeof featureTypes;

/** A feature as it is fitted and stored, with what it takes to encode any row in the same way. */
export type Feature = FeatureOf<FeatureTypes[keyof FeatureTypes]>;
type FeatureOf<T> = T extends FeatureType<infer F> ? F : never;

/** The kind of a feature. */
export const typeOf = (feature: Feature): FeatureType<StoredFeature> =>
  featureTypes[feature.kind] as FeatureType<StoredFeature>;

export type { BasisFeature } from './basis.js';
export type { CategoryFeature } from './category.js';
export type { DateFeature } from './date.js';
export type { NumberFeature } from './number.js';
export type { Variable } from './variable.js';
