import * as z from '../../../zod.js';
import type { Scaling } from '../../preprocessing/scalers/index.js';
import { scalingSchema } from '../../preprocessing/scaling.js';

/** A column that a generator gives, with what its values are in the training rows. */
export type GeneratedColumn = GeneratedNumbers | GeneratedCategories;

/** Numbers, or dates in seconds since 1970-01-01, as the network sees them: scaled. */
export interface GeneratedNumbers extends Scaling {
  readonly kind: 'number' | 'date';
  readonly name: string;
  /** Whether there are rows in which it is missing. */
  readonly mayMiss: boolean;
  /** The least and the greatest value: none beyond them are given. */
  readonly range: readonly [least: number, greatest: number];
  /** All values are multiples of it: 1 for whole numbers, 86,400 for days; 0 where there is no such step. */
  readonly step: number;
  /** Standard deviation of the scaled values, and the least variance that a network may give them. */
  readonly spread: number;
  readonly floor: number;
  /** Format of dates; absent of numbers. */
  readonly format?: string;
}

/** Texts, or the one number of a column that is constant. */
export interface GeneratedCategories {
  readonly kind: 'category';
  readonly name: string;
  readonly mayMiss: boolean;
  /** The values, in the order of their levels; a missing value is a level after them, and rare ones the last. */
  readonly values: readonly (string | number)[];
  /** Values that are one level together. */
  readonly rare?: readonly string[];
}

const name = z.string().min(1);
const mayMiss = z.boolean();

/** A column as a model file holds it. */
export const generatedColumnSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['number', 'date']),
    name,
    mayMiss,
    range: z.tuple([z.number(), z.number()]),
    step: z.number().min(0),
    spread: z.number().positive(),
    floor: z.number().positive(),
    format: z.string().optional(),
    ...scalingSchema,
  }),
  z.strictObject({
    kind: z.literal('category'),
    name,
    mayMiss,
    values: z.array(z.union([z.string(), z.number()])),
    rare: z.array(z.string()).min(1).optional(),
  }),
]);

/** Number of levels of a column of categories, with those of missing and of rare values. */
export const levelCount = ({ values, mayMiss, rare }: GeneratedCategories): number =>
  values.length + Number(mayMiss) + Number(rare !== undefined);
