import * as z from '../../zod.js';
import { deal } from './deal.js';
import { fractionKeys, fractionsOf, partsOf, withFractions } from './fractions.js';
import type { SplitType } from './split_type.js';

const schema = withFractions(
  z.strictObject({
    type: z.literal('random'),
    ...fractionKeys,
    stratify: z.boolean().default(true).describe('keep the proportions of the classes in every part'),
  }),
);

/** Parts by chance, with the proportions of the classes in every part where there are classes. */
export const random = {
  schema,
  divide(table, rows, config, { seed, strata }) {
    const dealt = deal(rows, fractionsOf(config), seed, config.stratify ? strata : undefined);
    return partsOf(table, dealt, config, 'row');
  },
} satisfies SplitType<z.infer<typeof schema>>;
