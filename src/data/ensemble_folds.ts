import { MlpError } from '../errors.js';
import { counted } from '../format_count.js';
import { strataOf } from './read_rows.js';
import type { DataConfig } from './schema.js';
import type { LoadOptions } from './sources/load.js';
import { type Division, divideFolds, type Folds } from './splits/index.js';
import type { Table } from './table/table.js';

/**
 * Folds of the training rows for the networks of an ensemble; undefined where the options ask for none. `classes` is
 * the column of classes that is predicted.
 *
 * @throws MlpError `config` where there are validation rows too, `data` where the rows cannot be divided so.
 */
export function ensembleFolds(
  table: Table,
  classes: string | undefined,
  { parts: { train, validation } }: Division,
  { split }: DataConfig,
  { folds: count, seed }: LoadOptions,
): Folds | undefined {
  if (count === undefined) return undefined;
  if (validation)
    throw new MlpError(
      'config',
      `data.split: gives ${counted(validation.length, 'validation row')}, but folds (ensemble) take their place: ` +
        'mark them "train" or "test", or leave "ensemble" out',
    );
  return divideFolds(table, train, split, { count, seed, strata: strataOf(table, classes, train) });
}
