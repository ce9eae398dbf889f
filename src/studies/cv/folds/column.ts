import type { ReadRows } from '../../../data/read_rows.js';
import { completeColumn, valuesNote } from '../../../data/splits/keys.js';
import { sortLabels } from '../../../data/table/labels.js';
import { textOf } from '../../../data/table/rows.js';
import { MlpError } from '../../../errors.js';
import { printable } from '../../../files/excerpt.js';
import { type Folds, foldsOf } from './fold_scheme.js';

/** Most different values of a column that names folds. */
const most = 255;

/**
 * Folds by a column that holds the fold of each row, in the order of its values.
 *
 * @throws MlpError `data` where it has one value, or too many.
 */
export function columnFolds({ table, rows }: ReadRows, name: string): Folds & { readonly names: string[] } {
  const column = completeColumn(table, rows, name);
  const texts = Array.from(rows, (row) => textOf(column, row));
  const names = sortLabels(new Set(texts));
  if (names.length < 2 || names.length > most)
    throw new MlpError(
      'data',
      `${valuesNote(table, name, names.length)}, but --fold-column takes one with the fold of each row, of 2 to ` +
        `${most} folds; for rows of one value together, data.split.type=group and --folds`,
    );
  const places = new Map(names.map((text, fold) => [text, fold]));
  const of = texts.map((text) => places.get(text)!);
  return { folds: foldsOf(rows, of, names.length), how: `by column ${printable(name)}`, names };
}
