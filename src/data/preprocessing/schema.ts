import * as z from '../../zod.js';
import type { Preprocessing } from './index.js';

const name = z.string().min(1);
const names = z.array(name).min(1);
const scale = z.number().refine((value) => value !== 0, 'expected a number other than 0');

const missingNumber = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['error', 'drop']) }),
  z.strictObject({ action: z.literal('fill'), value: z.number() }),
]);
const missingCategory = z.discriminatedUnion('action', [
  z.strictObject({ action: z.enum(['error', 'drop', 'category', 'unseen']) }),
  z.strictObject({ action: z.literal('fill'), value: z.string() }),
]);

const feature = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), name, missing: missingNumber, center: z.number(), scale }),
  z.strictObject({
    kind: z.literal('category'),
    name,
    missing: missingCategory,
    categories: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('basis'), expression: z.string().min(1), center: z.number(), scale }),
  z.strictObject({ kind: z.literal('variable'), name, missing: missingNumber }),
]);

const target = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('classes'),
    name,
    type: z.enum(['number', 'category']),
    drop: z.boolean(),
    classes: names,
  }),
  z.strictObject({ kind: z.enum(['labels', 'distribution']), names, drop: z.boolean() }),
  z
    .strictObject({
      kind: z.literal('numbers'),
      names,
      drop: z.boolean(),
      center: z.array(z.number()),
      scale: z.array(scale),
    })
    .refine(
      ({ names, center, scale }) => center.length === names.length && scale.length === names.length,
      'expected a center and a scale for each name',
    ),
  z.strictObject({ kind: z.literal('reconstruction') }),
]);

/** Preprocessing as a model file holds it: data from anywhere, to be looked at before it is believed. */
export const preprocessingSchema: z.ZodType<Preprocessing> = z.strictObject({
  delimiter: z.string().length(1),
  header: z.boolean(),
  missing_values: z.array(z.string()),
  columns: names,
  features: z.array(feature).min(1),
  target,
  weight: name.nullable(),
});
