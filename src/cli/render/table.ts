import type { ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import { escapeControls } from './escape_controls.js';
import { formatNumber } from './number.js';

/** Content of a cell; numbers are formatted by formatNumber, undefined is an empty cell. */
export type Cell = string | number | undefined;

export interface TableOptions {
  readonly style: ChalkInstance;
  /** Columns of the terminal: the last column is wrapped to fit where it is text. Absent: lines have any length. */
  readonly width?: number;
}

/** Spaces between columns. */
export const gap = 2;
const borders = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const;
const noBorders = Object.fromEntries(borders.map((border) => [border, '']));

/**
 * Table of rows below a dimmed header, columns aligned by spaces alone: numbers to the right, others to the left. Ends
 * in a line break. Control characters are escaped, as names of columns and classes come from files.
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { style, width = Number.POSITIVE_INFINITY }: TableOptions,
): string {
  const last = header.length - 1;
  const isNumeric = header.map((_, j) => rows.length > 0 && rows.every((row) => typeof row[j] !== 'string'));
  const cells = rows.map((row) => header.map((_, j) => format(row[j])));
  const grid = (titles: readonly string[], lastWidth: number | null) => {
    const result = new Table({
      chars: noBorders,
      style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [], compact: true },
      colAligns: isNumeric.map((numeric) => (numeric ? 'right' : 'left')),
      colWidths: titles.map((_, j) => (j === last ? lastWidth : null)),
      wordWrap: true,
    });
    for (const row of [titles, ...cells]) result.push(row.slice(0, titles.length));
    return result;
  };
  // Measured without colours, which cli-table3 would count, and only where the table may wrap: it takes as long as
  // drawing.
  const mayWrap = !isNumeric[last] && width < Number.POSITIVE_INFINITY;
  const columnWidth = mayWrap ? width - (last === 0 ? 0 : grid(header.slice(0, -1), null).width) + gap : 0;
  const wraps = columnWidth >= minimumWidth && grid(header, null).width - gap > width;
  const titles = header.map((title) => style.dim(escapeControls(title)));
  const text = grid(titles, wraps ? columnWidth : null).toString();
  return `${text.replace(/ +$/gm, '')}\n`;
}

/** Least width of a wrapped column; if there is less, long lines are easier to read. */
const minimumWidth = 20;

const format = (cell: Cell): string =>
  typeof cell === 'number' ? formatNumber(cell) : escapeControls(cell ?? '');
