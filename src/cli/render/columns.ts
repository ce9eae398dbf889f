/** Spaces between columns. */
export const gap = 2;

/** Widths of a column: as it is, with its title alone wrapped at words, and with its cells wrapped, too. */
export interface ColumnSize {
  readonly natural: number;
  readonly cells: number;
  readonly least: number;
}

/** Columns of a table side by side, by their indices, and the width of each. */
export interface Block {
  readonly columns: readonly number[];
  readonly widths: readonly number[];
}

/** Width from which on a column is wrapped no further: a table folded into several is easier to read. */
const readable = 16;

/**
 * Lays out the columns of a table for a width: as they are where they fit; else with titles wrapped at words, then the
 * widest cells, all to the same width; else in several blocks below each other, each of which begins with the first
 * column. A block is wider than `width` only where the words of two columns are.
 */
export function layOut(sizes: readonly ColumnSize[], width: number): Block[] {
  const fit = (columns: readonly number[]): Block => ({
    columns,
    widths: widthsWithin(
      columns.map((j) => sizes[j]),
      width,
    ),
  });
  const fits = ({ widths }: Block) => total(widths) <= width;
  const all = fit([...sizes.keys()]);
  if (fits(all) || sizes.length < 3) return [all];
  const blocks = [fit([0, 1])];
  for (let j = 2; j < sizes.length; j++) {
    const longer = fit([...blocks.at(-1)!.columns, j]);
    if (fits(longer)) blocks[blocks.length - 1] = longer;
    else blocks.push(fit([0, j]));
  }
  return blocks;
}

/** Width of columns side by side. */
export const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width + gap, -gap);

/** Widths with the largest cap that fits; where none does, with the least cap. */
function widthsWithin(sizes: readonly ColumnSize[], width: number): number[] {
  const capped = (cap: number) => sizes.map(({ cells, least }) => Math.max(least, Math.min(cells, cap)));
  const widths = sizes.map(({ natural }) => natural);
  if (total(widths) <= width) return widths;
  for (let cap = width; cap > readable; cap--) {
    const narrower = capped(cap);
    if (total(narrower) <= width) return narrower;
  }
  return capped(readable);
}
