import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import * as z from '../../zod.js';
import { isMissing, textOf } from '../table/rows.js';
import { at } from '../table/table.js';
import type { Part, SplitType } from './split_type.js';

const schema = z.strictObject({
  type: z.literal('column'),
  column: z.string().min(1).describe('the column that says train, validation (or val) or test in each row'),
});

/** The words for parts, in lower case. */
const spellings = new Map<string, Part>([
  ['train', 'train'],
  ['training', 'train'],
  ['validation', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
]);

/** Parts by a column that holds train, validation or test. */
export const column = {
  schema,
  column: ({ column }) => ({ name: column, type: 'category', mayBeFeature: false }),
  divide(table, rows, { column: name }) {
    const texts = table.columns.get(name)!;
    const found: Record<Part, number[]> = { train: [], validation: [], test: [] };
    for (const row of rows) {
      const text = isMissing(texts, row) ? '' : textOf(texts, row);
      const part = spellings.get(text.toLowerCase());
      if (!part)
        throw new MlpError(
          'data',
          `${at(table, row, name)}: ${excerpt(text)} is no part of the data; expected train, validation (val, valid, ` +
            'dev) or test',
        );
      found[part].push(row);
    }
    if (found.train.length === 0)
      throw new MlpError(
        'data',
        `${table.name}: the train split is empty: no row says "train" in column ${printable(name)}`,
      );
    const { train, validation, test } = found;
    return {
      train: Uint32Array.from(train),
      ...(validation.length > 0 ? { validation: Uint32Array.from(validation) } : {}),
      ...(test.length > 0 ? { test: Uint32Array.from(test) } : {}),
    };
  },
} satisfies SplitType<z.infer<typeof schema>>;
