import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import * as z from '../../zod.js';
import { dateFormat } from '../dates/index.js';
import { decimal } from '../numbers/decimal.js';
import { type Rows, textOf } from '../table/rows.js';
import { setColumn } from '../table/set_flag.js';
import { at, type CategoryColumn, type Column, type Table } from '../table/table.js';
import { cutsOf } from './cuts.js';
import {
  type Fractions,
  fractionKeys,
  fractionsOf,
  namedParts,
  refuseEmpty,
  setCalibration,
  withFractions,
} from './fractions.js';
import { completeColumn, valuesNote } from './keys.js';
import { type PartFacts, parts, type SplitType } from './split_type.js';

const schema = withFractions(
  z.strictObject({
    type: z.literal('time'),
    column: z
      .string()
      .min(1)
      .optional()
      .describe(
        'the column of dates or numbers that puts rows in order; the order of the file where left out; ' +
          'no feature by itself',
      ),
    ...fractionKeys,
  }),
);

/**
 * Parts by time: the last rows are the test, those before them validation, the first ones training. Rows of one time
 * stay together.
 */
export const time = {
  schema,
  column: ({ column: name }) =>
    name === undefined ? undefined : { name, type: 'infer', canBeFeature: true },
  divide(table, rows, config) {
    const { column: name } = config;
    const fractions = fractionsOf(config);
    const times = name === undefined ? Float64Array.from(rows) : timesOf(table, rows, name);
    const order = [...times.keys()].sort((a, b) => times[a] - times[b] || a - b);
    const sorted = Float64Array.from(order, (i) => times[i]);
    if (name !== undefined) refuseFewTimes(table, name, sorted, fractions);
    const cuts = cutsOf(sorted, fractions);
    const divided = parts.map((_, part) => {
      const members = order.slice(cuts[part], cuts[part + 1]);
      return Uint32Array.from(members, (i) => rows[i]).sort();
    });
    refuseEmpty(table, divided, fractions);
    const named = namedParts(divided, config);
    if (name === undefined)
      return { parts: named, how: `by the order of the file, the last rows for ${lastPart(config)}` };
    const column = table.columns.get(name)!;
    const timeOf = (i: number) => timeText(column, rows[order[i]]);
    const factsOf = (part: number): PartFacts =>
      cuts[part] < cuts[part + 1] ? { from: timeOf(cuts[part]), to: timeOf(cuts[part + 1] - 1) } : {};
    return {
      parts: named,
      how: `by ${printable(name)}, the last rows for ${lastPart(config)}`,
      facts: Object.fromEntries(parts.map((part, i) => [part, factsOf(i)])),
    };
  },
  fold(table, rows, { column: name }, { count }) {
    const times = name === undefined ? Float64Array.from(rows) : timesOf(table, rows, name);
    const order = [...times.keys()].sort((a, b) => times[a] - times[b] || a - b);
    const sorted = Float64Array.from(order, (i) => times[i]);
    const found = new Set(sorted).size;
    if (found < count)
      throw new MlpError(
        'data',
        `${valuesNote(table, name!, found)}, but rows of one time stay together, and there are ${count} folds ` +
          `(ensemble.members); ${found < 2 ? 'leave "ensemble" out' : `use at most ${found}`}, ` +
          'or split by a finer time',
      );
    const cuts = cutsOf(sorted, new Array<number>(count).fill(1 / count));
    const of = new Uint8Array(rows.length);
    for (let fold = 0; fold < count; fold++)
      for (let k = cuts[fold]; k < cuts[fold + 1]; k++) of[order[k]] = fold;
    const notes = [
      'the network of a fold is trained on rows after it, too: how well rows of the future are predicted, the test ' +
        'part says alone (data.split.test)',
    ];
    if (name === undefined) return { of, how: 'that are blocks of rows in the order of the file', notes };
    const column = table.columns.get(name)!;
    const timeOf = (k: number) => timeText(column, rows[order[k]]);
    return {
      ...{ of, notes },
      how: `that are blocks of time by ${printable(name)}`,
      facts: cuts
        .slice(0, count)
        .map((from, fold) => ({ from: timeOf(from), to: timeOf(cuts[fold + 1] - 1) })),
    };
  },
  keepClass: () => 'it comes late: set a smaller part aside (data.split), or leave its rows out',
  calibrate: (config) => setCalibration(config),
} satisfies SplitType<z.infer<typeof schema>>;

const lastPart = ({ test, validation }: Fractions): string =>
  test > 0 ? 'the test' : validation > 0 ? 'validation' : 'calibration';

/** The time of each row: a number, or the seconds of a date. */
export function timesOf(table: Table, rows: Rows, name: string): Float64Array {
  const column = completeColumn(table, rows, name);
  if (column.type !== 'category') return Float64Array.from(rows, (row) => column.values.at(row));
  const read = readTexts(column);
  return Float64Array.from(rows, (row) => {
    const value = read[column.codes.at(row)];
    if (Number.isFinite(value)) return value;
    throw noTime(table, row, column);
  });
}

/** Reads the texts of a column: as numbers where the first is one, else as dates; NaN where one is not. */
function readTexts({ categories }: CategoryColumn): Float64Array {
  const { read } = dateFormat('iso');
  if (categories.length > 0 && Number.isFinite(decimal(categories[0])))
    return Float64Array.from(categories, decimal);
  return Float64Array.from(categories, (text) => {
    const seconds = read(text);
    return typeof seconds === 'string' ? Number.NaN : seconds;
  });
}

function noTime(table: Table, row: number, column: Column): MlpError {
  const type = setColumn(column.name, 'type', 'date');
  const format = setColumn(column.name, 'format', '%d.%m.%Y');
  return new MlpError(
    'data',
    `${at(table, row, column.name)}: ${excerpt(textOf(column, row))} is neither a number nor a date as 2024-12-31 ` +
      `(ISO 8601), all as in the first row; for another form of dates, such as 31.12.2024: ${type} ${format}`,
  );
}

/** A time as messages have it: as the file does, where that is known. */
export function timeText(column: Column, row: number): string {
  if (column.type !== 'date') return textOf(column, row);
  return new Date(column.values.at(row) * 1000).toISOString().replace(/(T00:00)?(:00)?\.000Z$/, '');
}

/** Refuses fewer different times than there are parts. */
function refuseFewTimes(
  table: Table,
  name: string,
  sorted: Float64Array,
  fractions: readonly number[],
): void {
  const count = new Set(sorted).size;
  const wanted = fractions.filter((fraction) => fraction > 0).length;
  if (count >= wanted) return;
  throw new MlpError(
    'data',
    `${valuesNote(table, name, count)}, ` +
      `but rows of one time stay together, and there are ${wanted} parts; split by a finer time, or leave ` +
      'data.split.column out: by the order of the file',
  );
}
