import * as z from '../zod.js';
import { formatSettings } from './csv/format.js';
import { generatorSchema } from './generators/schema.js';
import { inputFormatNames } from './input_format.js';
import { roleSettings } from './preprocessing/roles.js';
import { preprocessingSettings } from './preprocessing/settings.js';
import { readingKey } from './reading_key.js';
import { fractionOf, splitSchema } from './splits/index.js';
import { sqlSchema } from './sql/schema.js';
import { cellSettings, sameSeparators } from './table/cells.js';

const path = z.string().min(1);
const paths = z.array(path).min(1);

/** The `data` section of a config. */
export const dataSchema = z
  .strictObject({
    train: z
      .union([path, paths, generatorSchema, sqlSchema])
      .describe(
        'a file of CSV or JSON lines (may be compressed: .gz, .zst, .bz2) or Parquet, a pattern for several ' +
          '("parts/*.csv"), a list of these, "-" for stdin, ' +
          '{ "generator": name, "rows": n, "noise": amount }, or { "sql": query, "database": file } for DuckDB',
      ),
    validation: z
      .union([path, paths, sqlSchema])
      .optional()
      .describe('a file for validation, a pattern, a list, or a query'),
    test: z
      .union([path, paths, sqlSchema])
      .optional()
      .describe('a file for the test, a pattern, a list, or a query'),
    input_format: readingKey(
      z
        .enum(inputFormatNames)
        .optional()
        .describe(
          'how rows are written in files: told by the ending (.jsonl, .ndjson, .parquet, .pq), or by what is in ' +
            'the file, where left out',
        ),
    ),
    split: splitSchema.default({ type: 'none' }).describe('how the rows of `train` are divided'),
    ...roleSettings,
    ...formatSettings,
    ...cellSettings,
    ...preprocessingSettings,
  })
  .refine(({ features, ignore }) => !features?.some((name) => ignore.includes(name)), {
    path: ['ignore'],
    message: 'names a column that features names too',
  })
  .superRefine((data, context) => {
    for (const path of sameSeparators(data))
      context.addIssue({
        code: 'custom',
        path: [...path, 'thousands'],
        message: 'is the decimal separator as well; set decimal to the other one, or thousands to ""',
      });
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
