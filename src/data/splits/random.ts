import * as z from '../../zod.js';
import { deal } from './deal.js';
import { dealFolds } from './deal_folds.js';
import {
  fractionKeys,
  fractionsOf,
  namedParts,
  refuseEmpty,
  setCalibration,
  withFractions,
} from './fractions.js';
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
  divide(table, rows, config, { seed, sequence, strata }) {
    const fractions = fractionsOf(config);
    const isStratified = config.stratify && strata !== undefined;
    const divided = deal(rows, fractions, { seed, sequence, strata: isStratified ? strata : undefined });
    refuseEmpty(table, divided, fractions);
    const how = `at random${isStratified ? ', the classes in proportion' : ''}`;
    return { parts: namedParts(divided, config), how };
  },
  fold(_table, rows, { stratify }, { strata, ...options }) {
    return dealFolds(rows.length, { ...options, strata: stratify ? strata : undefined });
  },
  keepClass: () =>
    'to keep a row of each class for training, --set data.split.stratify=true, or take another seed (--seed)',
  calibrate: (config) => setCalibration(config),
} satisfies SplitType<z.infer<typeof schema>>;
