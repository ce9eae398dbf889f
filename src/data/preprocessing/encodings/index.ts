import { unionByType } from '../../../nn/variants.js';
import { embedding } from './embedding.js';
import type { CategoryEncoding, FittedEncoding, NumberEncoding } from './encoding.js';
import { none } from './none.js';
import { onehot } from './onehot.js';
import { piecewiseLinear } from './piecewise_linear.js';
import { target } from './target.js';

/** Encodings of numbers, that of columns of which nothing is said first. */
export const numberEncodings = { none, piecewise_linear: piecewiseLinear } satisfies Record<
  string,
  NumberEncoding
>;

/** Encodings of categories, that of columns of which nothing is said first. */
export const categoryEncodings = { onehot, embedding, target } satisfies Record<string, CategoryEncoding>;

export const encodings = { ...categoryEncodings, ...numberEncodings };

export type EncodingName = keyof typeof encodings;

type FittedOf<Registry extends Record<string, { fit(...values: never[]): FittedEncoding }>> = ReturnType<
  Registry[keyof Registry]['fit']
>;
/** Fitted encoding of a number column. */
export type FittedNumber = FittedOf<typeof numberEncodings>;
/** Fitted encoding of a category column. */
export type FittedCategory = FittedOf<typeof categoryEncodings>;

const find = (registry: object, type: string) => (registry as Readonly<Record<string, never>>)[type];

/** The encoding of numbers that a fitted one is of. */
export const numberEncoding = ({ type }: FittedEncoding): NumberEncoding<FittedNumber> =>
  find(numberEncodings, type);

/** The encoding of categories that a fitted one is of. */
export const categoryEncoding = ({ type }: FittedEncoding): CategoryEncoding<FittedCategory> =>
  find(categoryEncodings, type);

const storedSchema = (registry: Readonly<Record<string, CategoryEncoding | NumberEncoding>>) =>
  unionByType(Object.fromEntries(Object.entries(registry).map(([name, { stored }]) => [name, stored])));

/** Schemas of fitted encodings in a model file. */
export const fittedNumberSchema = storedSchema(numberEncodings).prefault({ type: 'none' });
export const fittedCategorySchema = storedSchema(categoryEncodings).prefault({ type: 'onehot' });

export type { Answers, RowFolds } from './answers.js';
export type {
  CategoryEncoding,
  Derivative,
  Fill,
  FittedEncoding,
  Levels,
  NumberEncoding,
} from './encoding.js';
export {
  isConstant,
  levelNames,
  levelsOfCodes,
  levelsOfRows,
  missingLevel,
  rareLevel,
  rareName,
} from './levels.js';
