import { excerpt, printable } from '../../files/excerpt.js';
import { counted, formatCount } from '../../format_count.js';
import { rowNote, type Table } from '../table/table.js';

/** Rows with one value, and where the first of them is. */
interface Seen {
  rows: number;
  readonly place: string;
  /** Category of training that differs from the value in case alone. */
  readonly near: string | undefined;
}

/** The categories that training had, and what a value becomes that is none: words that follow "encoded as". */
export interface Fate {
  readonly known: readonly string[];
  readonly as: string;
}

/** Values of one column: null stands for a missing one. */
interface Column {
  readonly as: string;
  readonly values: Map<string | null, Seen>;
  /** Rows with values that are not remembered, as there were too many before them. */
  others: number;
}

/** Most different values that are remembered of a column. */
const mostValues = 1000;
/** Most values of a column, and most columns, that a message names. */
const [namedValues, namedColumns] = [5, 5];

/** Values that training did not have: how many rows have each, by column. */
export class UnseenValues {
  private readonly columns = new Map<string, Column>();

  /** Counts a row with such a value; null where it is missing. */
  add(table: Table, row: number, name: string, value: string | null, { known, as }: Fate): void {
    this.count(name, as, value, 1, () => ({
      place: rowNote(table, row),
      near: known.find((text) => text.toLowerCase() === value?.toLowerCase()),
    }));
  }

  /** Adds the counts of others, which come later in the data. */
  merge({ columns }: UnseenValues): void {
    for (const [name, { as, values, others }] of columns) {
      for (const [value, seen] of values) this.count(name, as, value, seen.rows, () => seen);
      if (others > 0) this.columnOf(name, as).others += others;
    }
  }

  /** The message on all of it, for a source of this name; undefined where nothing was unseen. */
  message(source: string): string | undefined {
    if (this.columns.size === 0) return undefined;
    const fates = [...new Set([...this.columns.values()].map(({ as }) => as))];
    return `${source}: values that no training row had, ${fates.map((as) => this.messageOn(as)).join('; ')}`;
  }

  /** The part of the message on columns whose values become the same. */
  private messageOn(fate: string): string {
    const columns = [...this.columns].filter(([, { as }]) => as === fate);
    const shown = columns
      .slice(0, namedColumns)
      .map(([name, column]) => `${printable(name)}: ${describe(column)}`)
      .join('; ');
    const more = columns.length - namedColumns;
    return `encoded as ${fate}: ${shown}${more > 0 ? `; and ${counted(more, 'other column')}` : ''}`;
  }

  private count(
    name: string,
    as: string,
    value: string | null,
    rows: number,
    describeFirst: () => Omit<Seen, 'rows'>,
  ): void {
    const column = this.columnOf(name, as);
    const seen = column.values.get(value);
    if (seen) seen.rows += rows;
    else if (column.values.size < mostValues) column.values.set(value, { ...describeFirst(), rows });
    else column.others += rows;
  }

  private columnOf(name: string, as: string): Column {
    const column = this.columns.get(name) ?? { as, values: new Map(), others: 0 };
    this.columns.set(name, column);
    return column;
  }
}

/** Names the values with the most rows, of equals those that came first, and counts the others. */
function describe({ values, others }: Column): string {
  const sorted = [...values].sort(([, a], [, b]) => b.rows - a.rows);
  const named = sorted.slice(0, namedValues).map(([value, { rows, place, near }]) => {
    const shown = value === null ? 'a missing value' : excerpt(value);
    const hint = near === undefined ? '' : `; training had ${excerpt(near)}`;
    return `${shown} (${counted(rows, 'row')}, ${rows > 1 ? 'first in ' : ''}${place}${hint})`;
  });
  const rest = sorted.slice(namedValues);
  const rows = rest.reduce((sum, [, seen]) => sum + seen.rows, others);
  if (rows === 0) return named.join(', ');
  const many =
    others > 0 ? `over ${formatCount(rest.length)} other values` : counted(rest.length, 'other value');
  return `${named.join(', ')}, and ${many} (${counted(rows, 'row')})`;
}
