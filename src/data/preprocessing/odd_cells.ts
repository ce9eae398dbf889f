import { excerpt, printable } from '../../files/excerpt.js';
import { formatCount } from '../../format_count.js';
import { rowNote, type Table } from '../table/table.js';

/** Cells of one column that are not of its kind, and the value that stands for them; null: the row is left out. */
interface Odd {
  readonly kind: 'numbers' | 'dates';
  cells: number;
  readonly first: string;
  readonly fill: number | string | null;
}

/** Most columns that a message names. */
const namedColumns = 5;

/** Texts in columns of numbers or dates that are none: as for a missing value, one stands for them, or their row is out. */
export class OddCells {
  private readonly columns = new Map<string, Odd>();

  add(table: Table, row: number, name: string, text: string, fill: number | string | null): void {
    const kind = table.columns.get(name)!.type === 'date' ? 'dates' : 'numbers';
    this.count(name, { kind, cells: 1, first: `${rowNote(table, row)}, ${excerpt(text)}`, fill });
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
      `${source}: cells that are no ${this.kinds}, taken for missing values: ` +
      `${columns.slice(0, namedColumns).join('; ')}` +
      `${more > 0 ? `; and ${more} more columns` : ''}`
    );
  }

  /** Words for what the cells should have been. */
  private get kinds(): string {
    return [...new Set([...this.columns.values()].map(({ kind }) => kind))].join(' or ');
  }

  private count(name: string, odd: Odd): void {
    const known = this.columns.get(name);
    if (known) known.cells += odd.cells;
    else this.columns.set(name, { ...odd });
  }
}
