import * as z from '../zod.js';
import { type GeneratorName, generators } from './generators/index.js';
import { type ImputerName, imputers } from './preprocessing/imputers/index.js';
import { type ScalerName, scalers } from './preprocessing/scalers/index.js';

/** The names of a registry, for z.enum. */
const names = <N extends string>(registry: Readonly<Record<N, unknown>>) =>
  Object.keys(registry) as [N, ...N[]];

const columnName = z.string().min(1);
const path = z.string().min(1);
const fraction = z.number().min(0).lt(1);
const scale = z.enum(names<ScalerName>(scalers));
const missing = z.enum(names<ImputerName>(imputers));

export const generatorSchema = z.discriminatedUnion(
  'generator',
  names<GeneratorName>(generators).map((name) =>
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

const split = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('random'),
      validation: fraction.default(0.2).describe('fraction of the rows for validation'),
      test: fraction.default(0).describe('fraction of the rows for the test'),
      stratify: z.boolean().default(true).describe('keep the proportions of the classes in every part'),
    })
    .refine(
      ({ validation, test }) => validation + test < 1,
      'validation and test together leave no rows for training',
    )
    .refine(
      ({ validation, test }) => validation + test > 0,
      'validation and test are both 0; use type "none"',
    ),
  z.strictObject({
    type: z.literal('column'),
    column: columnName.describe('the column that says train, validation or test in each row'),
  }),
  z.strictObject({ type: z.literal('none') }),
]);

const column = z.strictObject({
  type: z.enum(['number', 'category']).optional().describe('inferred from the training file where left out'),
  scale: scale.optional().describe('as data.scale, for this column'),
  missing: missing.optional().describe('as data.missing, for this column; also for one of categories'),
  fill: z.union([z.number(), z.string()]).optional().describe('as data.fill, for this column'),
});

/** The `data` section of a config. */
export const dataSchema = z
  .strictObject({
    train: z
      .union([path, generatorSchema])
      .describe(
        'a CSV file (may be gzipped), "-" for stdin, or { "generator": name, "rows": n, "noise": amount }',
      ),
    validation: path.optional().describe('a CSV file for validation'),
    test: path.optional().describe('a CSV file for the test'),
    split: split.default({ type: 'none' }).describe('how the rows of `train` are divided'),
    target: z
      .union([columnName, z.array(columnName).min(1)])
      .optional()
      .describe('the column or columns to predict; a generator has its own'),
    features: z
      .array(columnName)
      .min(1)
      .optional()
      .describe('the columns to predict from; all others where left out'),
    ignore: z.array(columnName).default([]).describe('columns to leave out'),
    weight: columnName.optional().describe('the column with the weight of each row, 0 or more'),
    delimiter: z
      .string()
      .regex(/^[\t -!#-~]$/, 'one ASCII character, not a quote')
      .default(',')
      .describe('what separates the fields of a line; one ASCII character'),
    header: z
      .boolean()
      .default(true)
      .describe('whether the first line names the columns; without it they are c1, c2, …'),
    missing_values: z.array(z.string()).default(['', 'NA']).describe('texts that stand for a missing value'),
    scale: scale.default('standard').describe('how number columns are scaled'),
    target_scale: z
      .enum(['none', 'standard', 'minmax'])
      .default('none')
      .describe('how numeric targets are scaled'),
    missing: missing.default('error').describe('what becomes of missing numbers'),
    fill: z.union([z.number(), z.string()]).default(0).describe('what `missing: constant` fills in'),
    columns: z.record(z.string(), column).default({}).describe('settings by column'),
    basis: z
      .array(z.string().min(1))
      .default([])
      .describe('further features, computed from number columns: "x1^2", "sin(x1)"'),
  })
  .refine(({ features, ignore }) => !features?.some((name) => ignore.includes(name)), {
    path: ['ignore'],
    message: 'names a column that features names too',
  })
  .superRefine(({ split, validation, test }, context) => {
    for (const [part, file] of Object.entries({ validation, test })) {
      const also = split.type === 'random' && split[part as 'validation' | 'test'] > 0;
      if (file !== undefined && also)
        context.addIssue({
          code: 'custom',
          path: [part],
          message: `${part} rows come from split.${part} already; set that to 0, or leave this out`,
        });
    }
  });

export type DataConfig = z.infer<typeof dataSchema>;
export type GeneratorConfig = z.infer<typeof generatorSchema>;
export type SplitConfig = DataConfig['split'];
