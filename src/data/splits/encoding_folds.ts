import type { RowFolds } from '../preprocessing/encodings/index.js';
import { dealFolds } from './deal_folds.js';

/** Number of folds, scikit-learn's. */
const folds = 5;

/**
 * Folds of training rows, for encodings that take statistics of the target: those of an ensemble, where there is one,
 * so that the rows by which a network is judged have statistics of the rows alone that it learns from; else by chance.
 */
export function encodingFolds(rows: number, seed: number, ofEnsemble?: RowFolds): RowFolds {
  if (ofEnsemble) return ofEnsemble;
  const count = Math.min(folds, rows);
  return { count, of: dealFolds(rows, { count, seed, strata: undefined }, 2).of };
}
