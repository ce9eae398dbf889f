import type { ChalkInstance } from 'chalk';
import { formatNumber } from './number.js';

/** Column of a growing table; its cells are aligned to the right, but for those of the first. */
export interface GrowingColumn {
  readonly title: string;
  /** Characters that cells may take. */
  readonly width: number;
}

/** Table whose rows are printed one by one, so that the widths of its columns are given beforehand. */
export interface GrowingTable {
  /** The header line. */
  readonly header: string;
  /** A line of cells; undefined is an empty one. */
  row(cells: readonly (string | number | undefined)[]): string;
}

/** Characters of a number that is not a whole one. */
export const numberWidth = 9;

/** Creates a table of these columns. */
export function growingTable(columns: readonly GrowingColumn[], style: ChalkInstance): GrowingTable {
  const line = (cells: readonly string[]) =>
    columns
      .map(({ title, width }, j) => {
        const size = Math.max(title.length, width);
        return j === 0 ? (cells[j] ?? '').padEnd(size) : (cells[j] ?? '').padStart(size);
      })
      .join('  ')
      .trimEnd();
  return {
    header: `${style.dim(line(columns.map(({ title }) => title)))}\n`,
    row: (cells) => `${line(cells.map(textOf))}\n`,
  };
}

const textOf = (cell: string | number | undefined): string =>
  typeof cell === 'number' ? formatNumber(cell) : (cell ?? '');
