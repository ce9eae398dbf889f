import { MlpError } from '../../errors.js';
import { counted } from '../../format_count.js';
import { exp, log } from '../../math/index.js';

/** Number of sizes where nobody names them, and the part of all rows that the first of them is, or so many rows. */
const usual = { steps: 10, part: 1 / 32, rows: 10 };

/**
 * Sizes of training subsets, in ascending order, each once: as asked for (shares of all rows up to 1, or numbers
 * of rows), else ten in equal ratios up to all rows, where there is room for so many.
 *
 * @throws MlpError `usage` where one is more than there are, or less than one row.
 */
export function sizesOf(rows: number, asked: readonly number[] | undefined): number[] {
  if (!asked) {
    const first = Math.min(rows, Math.max(usual.rows, Math.ceil(rows * usual.part)));
    const ratio = log(rows / first) / (usual.steps - 1);
    const sizes = Array.from({ length: usual.steps }, (_, i) =>
      i + 1 === usual.steps ? rows : Math.round(first * exp(i * ratio)),
    );
    return [...new Set(sizes)];
  }
  const sizes = asked.map((size) => {
    const count = size <= 1 ? Math.round(size * rows) : size;
    if (count > rows)
      throw new MlpError(
        'usage',
        `--sizes: ${size} rows, but there are ${counted(rows, 'training row')}; use at most that, or shares up to 1`,
      );
    if (count < 1)
      throw new MlpError('usage', `--sizes: ${size} of ${counted(rows, 'training row')} is not a row`);
    return count;
  });
  return [...new Set(sizes)].sort((a, b) => a - b);
}

/** The place at which an order may be cut that is nearest to a size; of two as near the smaller one. */
export const nearestCut = (size: number, cuts: readonly number[]): number =>
  cuts.reduce((best, cut) => (Math.abs(cut - size) < Math.abs(best - size) ? cut : best));
