import { MlpError } from '../errors.js';
import { excerpt, printable } from '../files/excerpt.js';
import { counted } from '../format_count.js';
import { type Preprocessing, targetNames } from './preprocessing/index.js';
import { namedColumns, similarName } from './table/names.js';

/** Reason why columns are wanted, where lines above the header are skipped. */
export const originOf = ({ skip_rows }: Preprocessing): string | undefined =>
  skip_rows > 0
    ? `which the training data had; ${counted(skip_rows, 'line')} above the header were skipped, as there ` +
      '(--set data.skip_rows=0 where there are none)'
    : undefined;

/**
 * Finds the positions of columns to keep in a header.
 *
 * @throws MlpError `usage` at one that is not there.
 */
export function positions(keep: readonly string[], header: readonly string[], source: string): number[] {
  return keep.map((name) => {
    const position = header.indexOf(name);
    if (position >= 0) return position;
    throw new MlpError(
      'usage',
      `${source}: no column ${excerpt(name)} to keep` +
        (similarName(name, header) || `; it has ${printable(namedColumns(header).join(', '))}`),
    );
  });
}

/**
 * Names the fields of a file without a header: all columns of the training data, or those that are no targets.
 *
 * @throws MlpError `data` where their number is another.
 */
export function namesByPosition(
  preprocessing: Preprocessing,
  fields: number,
  withTarget: boolean,
  source: string,
): readonly string[] {
  const { columns, weight } = preprocessing;
  if (fields === columns.length) return columns;
  const others = new Set([...targetNames(preprocessing), weight]);
  const without = columns.filter((name) => !others.has(name));
  if (!withTarget && fields === without.length) return without;
  throw new MlpError(
    'data',
    `${source}:1: ${fields} fields, expected ${columns.length} as in the training data, which has no header either`,
  );
}
