import * as z from '../../zod.js';
import { type GeneratorName, generators } from './index.js';

/** Generated data in a config: the generator, how many rows, how much noise, and the generator's options. */
export const generatorSchema = z.discriminatedUnion(
  'generator',
  (Object.keys(generators) as GeneratorName[]).map((name) =>
    z.strictObject({
      generator: z.literal(name),
      rows: z.int().positive().max(10_000_000).default(500).describe('how many rows'),
      noise: z
        .number()
        .min(0)
        .max(1e6)
        .default(0)
        .describe('how much noise; 0 to 0.5 for those of TensorFlow Playground'),
      ...generators[name].options.shape,
    }),
  ) as [GeneratorSchema, ...GeneratorSchema[]],
);
type GeneratorSchema = z.ZodObject<
  { generator: z.ZodLiteral<GeneratorName>; rows: z.ZodDefault<z.ZodInt>; noise: z.ZodDefault<z.ZodNumber> },
  z.core.$strict
>;

export type GeneratorConfig = z.infer<typeof generatorSchema>;
