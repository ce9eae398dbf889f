import * as z from '../zod.js';
import { formatSettings } from './csv/format.js';
import { generatorSchema } from './generators/schema.js';
import { roleSettings } from './preprocessing/roles.js';
import { preprocessingSettings } from './preprocessing/settings.js';
import { fractionOf, splitSchema } from './splits/index.js';

const path = z.string().min(1);

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
    split: splitSchema.default({ type: 'none' }).describe('how the rows of `train` are divided'),
    ...roleSettings,
    ...formatSettings,
    ...preprocessingSettings,
  })
  .refine(({ features, ignore }) => !features?.some((name) => ignore.includes(name)), {
    path: ['ignore'],
    message: 'names a column that features names too',
  })
  .superRefine(({ split, validation, test }, context) => {
    for (const [part, file] of Object.entries({ validation, test })) {
      const also = fractionOf(split, part as 'validation' | 'test') > 0;
      if (file !== undefined && also)
        context.addIssue({
          code: 'custom',
          path: [part],
          message: `${part} rows come from split.${part} already; set that to 0, or leave this out`,
        });
    }
  });

export type DataConfig = z.infer<typeof dataSchema>;
