import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import * as z from '../../zod.js';
import { type Rows, textOf } from '../table/rows.js';
import { at, type Table } from '../table/table.js';
import { completeColumn } from './keys.js';
import { type Part, type Parts, parts, type SplitType } from './split_type.js';

const schema = z.strictObject({
  type: z.literal('column'),
  column: z
    .string()
    .min(1)
    .describe('the column that says train, validation (or val, valid, dev), test or calibration in each row'),
});

/** Other usual words for the parts. `holdout` is a test to some, validation to others: it is not guessed. */
const words: Readonly<Record<string, Part>> = {
  training: 'train',
  val: 'validation',
  valid: 'validation',
  dev: 'validation',
  testing: 'test',
};

const isPart = (text: string): text is Part => (parts as readonly string[]).includes(text);

/** The part that a text names, in any case. */
function partOf(text: string): Part | undefined {
  const word = text.toLowerCase();
  if (isPart(word)) return word;
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** Parts by a column that holds train, validation, test or calibration. */
export const column = {
  schema,
  column: (config) => ({ name: config.column, type: 'key', canBeFeature: false }),
  divide(table, rows, { column: name }) {
    const texts = completeColumn(table, rows, name);
    const spellings: Record<Part, Set<string>> = {
      train: new Set(),
      validation: new Set(),
      test: new Set(),
      calibration: new Set(),
    };
    const found: Record<Part, number[]> = { train: [], validation: [], test: [], calibration: [] };
    for (const row of rows) {
      const text = textOf(texts, row);
      const part = partOf(text);
      if (!part) throw noPart(table, row, name, text);
      spellings[part].add(text);
      found[part].push(row);
    }
    if (found.train.length === 0) throw noTraining(table, rows, name);
    const given = parts.filter((part) => part === 'train' || found[part].length > 0);
    return {
      parts: Object.fromEntries(given.map((part) => [part, Uint32Array.from(found[part])])) as Parts,
      how: `by column ${printable(name)}`,
      notes: takenFor(name, spellings),
    };
  },
  keepClass: ({ column: name }) => `mark some of its rows "train" in column ${printable(name)}`,
  calibrate: ({ column: name }) =>
    `"calibration" in column ${printable(name)} for some of its rows for training`,
} satisfies SplitType<z.infer<typeof schema>>;

/** A note on other words that were taken for parts. */
function takenFor(name: string, spellings: Readonly<Record<Part, ReadonlySet<string>>>): string[] {
  const taken = parts.flatMap((part) => {
    const others = [...spellings[part]].filter((text) => text !== part);
    return others.length > 0 ? [`for ${part}: ${others.map(excerpt).join(', ')}`] : [];
  });
  return taken.length > 0 ? [`column ${printable(name)}: taken ${taken.join('; ')}`] : [];
}

const noPart = (table: Table, row: number, name: string, text: string): MlpError =>
  new MlpError(
    'data',
    `${at(table, row, name)}: ${excerpt(text)} is no part of the data; ` +
      'expected train, validation (or val, valid, dev), test or calibration',
  );

function noTraining(table: Table, rows: Rows, name: string): MlpError {
  const texts = table.columns.get(name)!;
  const found = new Set<string>();
  for (const row of rows) found.add(textOf(texts, row));
  return new MlpError(
    'data',
    `${table.name}: the train split is empty: no row says "train" in column ${printable(name)}; ` +
      `they say ${[...found]
        .slice(0, 5)
        .map((text) => excerpt(text))
        .join(', ')}`,
  );
}
