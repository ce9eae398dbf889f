import { foldCount } from '../../config/ensemble.js';
import type { NamedConfig } from '../../config/index.js';
import { type ReadRows, strataOf } from '../../data/read_rows.js';
import { divide, type SplitConfig } from '../../data/splits/index.js';
import type { Rows } from '../../data/table/rows.js';

/** Share of a fold's training part that stops its training, and how it is divided off. */
export interface Stopping {
  /** Split of the training part; null where no rows are set aside. */
  readonly split: SplitConfig | null;
  /** Words on where the rows come from that stop training. */
  readonly how: string;
}

/**
 * Decides which rows stop the training of a fold: as large a share of its training part as `data.split` would set aside
 * for validation, in its way; none where it would set none aside, where folds of an ensemble take their place, or
 * where validation rows have a file of their own.
 */
export function stoppingOf({ read, config }: { read: ReadRows; config: NamedConfig }): Stopping {
  const { split, validation } = config.data;
  if (validation !== undefined)
    return { split: null, how: `by ${[validation].flat().join(', ')} (data.validation)` };
  if (foldCount(config) !== undefined) return { split: null, how: 'by the folds of the ensemble' };
  if (split.type === 'column') {
    const { parts } = divide(read.table, read.rows, split, config.seed, read.strata);
    const stopping = parts.validation?.length ?? 0;
    const share = stopping / (stopping + parts.train.length);
    if (stopping === 0) return { split: null, how: 'by no rows' };
    return {
      split: { type: 'random', validation: share, test: 0, stratify: true },
      how: `by a share of its own rows as large as column ${split.column} marks for validation`,
    };
  }
  if (split.type === 'none' || split.validation === 0) return { split: null, how: 'by no rows' };
  return {
    split: { ...split, test: 0, calibration: 0 },
    how: `by ${Number((100 * split.validation).toPrecision(3))} % of its own rows (data.split.validation)`,
  };
}

/** Divides the training part of a fold into rows that are trained on, and rows that stop training. */
export function divideTraining(
  { table, classes }: ReadRows,
  { split }: Stopping,
  train: Rows,
  seed: number,
): { readonly train: Rows; readonly validation?: Rows } {
  if (split === null) return { train };
  const { parts } = divide(table, train, split, seed, strataOf(table, classes, train));
  return { train: parts.train, ...(parts.validation && { validation: parts.validation }) };
}
