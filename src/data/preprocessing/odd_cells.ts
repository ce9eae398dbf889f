import { excerpt, printable } from '../../files/excerpt.js';
import { formatCount } from '../../format_count.js';
import { rowNote, type Table } from '../table/table.js';

/** Cells of one column: how many, the first of them, and the number that stands for them; null where none does. */
interface Odd {
  cells: number;
  readonly first: string;
  readonly fill: number | null;
}

/** Most columns that a message names. */
const namedColumns = 5;

/** Texts in columns of numbers that are none: missing values, for which a number stands or the row is left out. */
export class OddCells {
  private readonly columns = new Map<string, Odd>();

  add(table: Table, row: number, name: string, text: string, fill: number | null): void {
    this.count(name, { cells: 1, first: `${rowNote(table, row)}, ${excerpt(text)}`, fill });
  }

  /** Adds the counts of others, which come later in the data. */
  merge({ columns }: OddCells): void {
    for (const [name, odd] of columns) this.count(name, odd);
  }

  /** The message on all of it, for a source of this name; undefined where there is nothing. */
  message(source: string): string | undefined {
    if (this.columns.size === 0) return undefined;
    const columns = [...this.columns].map(
      ([name, { cells, first, fill }]) =>
        `${printable(name)}: ${formatCount(cells)} (first: ${first}), ` +
        (fill === null ? 'without an answer' : `for which ${fill} stands`),
    );
    const more = columns.length - namedColumns;
    return (
      `${source}: cells that are no numbers, taken for missing values: ${columns.slice(0, namedColumns).join('; ')}` +
      `${more > 0 ? `; and ${more} more columns` : ''}`
    );
  }

  private count(name: string, odd: Odd): void {
    const known = this.columns.get(name);
    if (known) known.cells += odd.cells;
    else this.columns.set(name, { ...odd });
  }
}
