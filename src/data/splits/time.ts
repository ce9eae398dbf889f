import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import * as z from '../../zod.js';
import type { Rows } from '../table/rows.js';
import { at, type Table } from '../table/table.js';
import { fractionKeys, fractionsOf, partsOf, withFractions } from './fractions.js';
import { refuseMissing } from './groups.js';
import type { SplitType } from './split_type.js';

const schema = withFractions(
  z.strictObject({
    type: z.literal('time'),
    column: z
      .string()
      .min(1)
      .optional()
      .describe(
        'the column of dates or numbers that orders the rows; their order in the file where left out',
      ),
    ...fractionKeys,
  }),
);

/** Parts one after the other in time: the last rows are the test, those before them validation. */
export const time = {
  schema,
  column: ({ column }) => (column === undefined ? undefined : { name: column, mayBeFeature: true }),
  divide(table, rows, config, { note }) {
    const { column } = config;
    const times = column === undefined ? Float64Array.from(rows.keys()) : timesOf(table, rows, column);
    const order = Uint32Array.from(rows.keys()).sort((a, b) => times[a] - times[b] || a - b);
    const borders = bordersOf(order, times, fractionsOf(config));
    const dealt = borders.slice(1).map((end, i) => order.slice(borders[i], end).sort());
    const by = column === undefined ? 'their order in the file' : printable(column);
    note(
      `split by ${by}: training first, then ${config.validation > 0 ? 'validation' : 'the test'}${
        config.validation > 0 && config.test > 0 ? ', then the test' : ''
      }; rows of the same time stay together`,
    );
    return partsOf(
      table,
      dealt.map((places) => places.map((place) => rows[place])),
      config,
      column === undefined ? 'row' : 'time',
    );
  },
} satisfies SplitType<z.infer<typeof schema>>;

/** The numbers or dates of a column that orders the rows. */
function timesOf(table: Table, rows: Rows, name: string): Float64Array {
  const column = table.columns.get(name)!;
  if (column.type === 'category') {
    const text = column.categories[0];
    const dates = `--set data.columns.${name}.type=date`;
    throw new MlpError(
      'data',
      `${at(table, rows[0], name)}: the split goes by this column, which holds neither dates nor numbers ` +
        `(${excerpt(text)}); if it holds dates, say so (${dates}) and how they are written (format)`,
    );
  }
  refuseMissing(table, rows, name);
  return Float64Array.from(rows, (row) => column.values.at(row));
}

/**
 * Borders of the parts in the order of time: shares of the rows, moved to the nearest change of time, so that
 * rows of one time are in one part.
 */
function bordersOf(order: Uint32Array, times: Float64Array, fractions: readonly number[]): number[] {
  const n = order.length;
  const changes = (i: number) => i === 0 || i === n || times[order[i - 1]] !== times[order[i]];
  const nearest = (wanted: number, least: number) => {
    for (let distance = 0; distance <= n; distance++) {
      if (wanted - distance >= least && changes(wanted - distance)) return wanted - distance;
      if (wanted + distance <= n && changes(wanted + distance)) return wanted + distance;
    }
    return n;
  };
  const borders = [0];
  let share = 0;
  for (const fraction of fractions.slice(0, -1)) {
    share += fraction;
    borders.push(nearest(Math.max(Math.round(share * n), borders.at(-1)!), borders.at(-1)!));
  }
  return [...borders, n];
}
