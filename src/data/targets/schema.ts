import * as z from '../../zod.js';
import { generatedColumnSchema } from './generation/column.js';
import type { Target } from './target.js';

const name = z.string().min(1);
const names = z.array(name).min(1);

/** A target as a model file holds it. */
export const targetSchema = z.discriminatedUnion('kind', [
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
      scale: z.array(z.number().positive()),
    })
    .refine(
      ({ names, center, scale }) => center.length === names.length && scale.length === names.length,
      'expected a center and a scale for each name',
    ),
  z.strictObject({ kind: z.literal('reconstruction') }),
  z.strictObject({
    kind: z.literal('generation'),
    columns: z.array(generatedColumnSchema).min(1),
    gives: z.literal('values').optional(),
  }),
]) as unknown as z.ZodType<Target>;
