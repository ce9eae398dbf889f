import { MlpError } from '../../errors.js';
import * as z from '../../zod.js';
import { deal } from './deal.js';
import { parts, type SplitType } from './split_type.js';

const fraction = z.number().min(0).lt(1);

const schema = z
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
  .refine(({ validation, test }) => validation + test > 0, 'validation and test are both 0; use type "none"');

/** Parts by chance, with the proportions of the classes in every part where there are classes. */
export const random = {
  schema,
  divide(table, rows, config, { seed, strata }) {
    const fractions = [1 - config.validation - config.test, config.validation, config.test];
    const divided = deal(rows, fractions, seed, config.stratify ? strata : undefined);
    parts.forEach((part, i) => {
      if (fractions[i] > 0 && divided[i].length === 0)
        throw new MlpError(
          'data',
          `${table.name}: the ${part} split is empty: ${fractions[i]} of ${rows.length} rows is less than one; ` +
            'use more rows or another data.split',
        );
    });
    const [train, validation, test] = divided;
    return {
      train,
      ...(config.validation > 0 ? { validation } : {}),
      ...(config.test > 0 ? { test } : {}),
    };
  },
} satisfies SplitType<z.infer<typeof schema>>;
