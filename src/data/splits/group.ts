import { MlpError } from '../../errors.js';
import { printable } from '../../files/excerpt.js';
import { formatCount } from '../../format_count.js';
import * as z from '../../zod.js';
import { dealGroups } from './deal_groups.js';
import { fractionKeys, fractionsOf, partsOf, withFractions } from './fractions.js';
import { groupsOf } from './groups.js';
import { parts, type SplitType } from './split_type.js';

const schema = withFractions(
  z.strictObject({
    type: z.literal('group'),
    column: z.string().min(1).describe('the column whose values are groups: the patient, the device'),
    ...fractionKeys,
    stratify: z
      .boolean()
      .default(true)
      .describe('keep the proportions of the classes in every part, as far as whole groups allow'),
  }),
);

/** Parts by chance in which the rows of one value of a column stay together. */
export const group = {
  schema,
  column: ({ column }) => ({ name: column, type: 'category', mayBeFeature: true }),
  divide(table, rows, config, { seed, strata, note }) {
    const groups = groupsOf(table, rows, config.column);
    const fractions = fractionsOf(config);
    const wanted = fractions.filter((fraction) => fraction > 0).length;
    if (groups.length < wanted)
      throw new MlpError(
        'data',
        `${table.name}: ${formatCount(groups.length)} group${groups.length === 1 ? '' : 's'} in column ` +
          `${printable(config.column)} cannot be divided into ${wanted} parts; ask for fewer parts ` +
          '(--set data.split.test=0), or name another column (data.split.column)',
      );
    const dealt = dealGroups(groups, fractions, seed, config.stratify ? strata : undefined);
    const counts = parts.flatMap((part, i) =>
      fractions[i] > 0 ? [`${formatCount(dealt[i].length)} for ${names[part]}`] : [],
    );
    note(
      `split by ${printable(config.column)}: ${formatCount(groups.length)} groups, ${counts.join(', ')}; rows of one ` +
        'value stay together',
    );
    const members = dealt.map((some) => Uint32Array.from(some.flatMap((rowsOf) => [...rowsOf])).sort());
    return partsOf(
      table,
      members.map((places) => places.map((place) => rows[place])),
      config,
      'group',
    );
  },
} satisfies SplitType<z.infer<typeof schema>>;

const names = { train: 'training', validation: 'validation', test: 'the test' } as const;
