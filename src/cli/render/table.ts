import type { ChalkInstance } from 'chalk';
import { escapeControls } from '../../escape_controls.js';
import { greatest } from '../../range.js';
import { type Axis, axis } from './axis.js';
import { bars } from './bars.js';
import { type Block, type ColumnSize, gap, layOut, total } from './columns.js';
import { formatNumber } from './number.js';
import { widthOf, wrap } from './wrap.js';

/** Content of a cell; numbers are formatted by formatNumber, undefined is an empty cell. */
export type Cell = string | number | undefined;

export interface TableOptions {
  readonly style: ChalkInstance;
  /** Columns of the terminal, into which the table is made to fit. Absent: lines have any length. */
  readonly width?: number;
}

/** A last column that shows a number of each row as a dot on an axis, or as a bar. */
export interface Picture {
  readonly kind?: 'dots' | 'bars';
  /** Title of the column, before the ends of the axis. */
  readonly title: string;
  readonly values: readonly (number | undefined)[];
  /** Width in characters where the terminal is wide enough. */
  readonly width: number;
}

/**
 * Table of rows below a dimmed header, columns aligned by spaces alone: numbers to the right, others to the left. Ends
 * in a line break. Control characters are escaped, as names of columns and classes come from files. Where the terminal
 * is too narrow, a picture is drawn smaller or left out, then texts are wrapped at words, then columns continue in
 * further tables below; no number and no word is ever cut.
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { style, width = Number.POSITIVE_INFINITY }: TableOptions,
  picture?: Picture,
): string {
  const isNumeric = header.map((_, j) => rows.length > 0 && rows.every((row) => typeof row[j] !== 'string'));
  const lines = [header.map(escapeControls), ...rows.map((row) => header.map((_, j) => format(row[j])))];
  const sizes = header.map((_, j) => sizeOf(lines.map((line) => line[j])));
  const drawn = picture && drawPicture(picture, width - total(sizes.map(({ natural }) => natural)) - gap);
  if (drawn) {
    isNumeric.push(false);
    sizes.push({ natural: drawn.width, cells: drawn.width, least: drawn.width });
    lines.forEach((line, i) => {
      line.push(drawn.cells[i]);
    });
  }
  const [titles, ...cells] = lines;
  return layOut(sizes, width)
    .map((block) => [
      ...drawRow(titles, isNumeric, block, (title) => style.dim(title)),
      ...cells.flatMap((line) => drawRow(line, isNumeric, block)),
    ])
    .map((drawn) => drawn.map((line) => `${line.replace(/ +$/, '')}\n`).join(''))
    .join('\n');
}

/** Lines of a cell; blanks around it go where it is wrapped. */
const cellLines = (text: string, width: number): string[] =>
  widthOf(text) <= width ? [text] : wrap(text.trim(), width).split('\n');

/** Lines of a row, as many as its highest cell has. */
function drawRow(
  line: readonly string[],
  isNumeric: readonly boolean[],
  { columns, widths }: Block,
  styled = (text: string) => text,
): string[] {
  const cells = columns.map((j, i) => cellLines(line[j], widths[i]));
  const height = greatest([1, ...cells.map(({ length }) => length)]);
  return Array.from({ length: height }, (_, k) =>
    cells
      .map(({ [k]: text = '' }, i) => {
        const space = ' '.repeat(Math.max(0, widths[i] - widthOf(text)));
        const shown = text === '' ? '' : styled(text);
        return isNumeric[columns[i]] ? space + shown : shown + space;
      })
      .join(' '.repeat(gap)),
  );
}

/** Least width of a picture that is drawn. */
const leastPicture = 8;

/** Title and dots of a picture for a width, the title wrapped; null where there is no space for it. */
function drawPicture({ kind = 'dots', title, values, width }: Picture, available: number) {
  if (available < leastPicture) return null;
  // a column is for the minus
  const cells =
    kind === 'bars'
      ? [title, ...bars(values, Math.min(width, available - 1))]
      : dots(title, values, Math.min(width, available));
  const { natural, least } = sizeOf(cells);
  return least > available ? null : { cells, width: Math.min(natural, available) };
}

/** Title of dots with the ends of their axis, and the dots. */
function dots(title: string, values: Picture['values'], width: number): string[] {
  const { title: ends, draw }: Axis = axis(
    values.filter((value) => value !== undefined),
    width,
  );
  return [`${title} ${ends}`.trim(), ...values.map(draw)];
}

/** Widths of a column, of its title and its cells. */
function sizeOf([title, ...cells]: readonly string[]): ColumnSize {
  const widest = (texts: readonly string[]) => greatest([0, ...texts.map(widthOf)]);
  const words = (text: string) => text.split(/\s+/);
  return {
    natural: widest([title, ...cells]),
    cells: widest([...words(title), ...cells]),
    least: widest([title, ...cells].flatMap(words)),
  };
}

const format = (cell: Cell): string =>
  typeof cell === 'number' ? formatNumber(cell) : escapeControls(cell ?? '');
