import { random, shuffle } from '../../random.js';
import type { RowFolds } from '../preprocessing/encodings/index.js';

/** Number of folds, scikit-learn's. */
const folds = 5;

/**
 * Folds of training rows, for encodings that take statistics of the target: those of an ensemble, where there is one,
 * so that the rows by which a network is judged have statistics of the rows alone that it learns from; else by chance.
 */
export function encodingFolds(rows: number, seed: number, ofEnsemble?: RowFolds): RowFolds {
  if (ofEnsemble) return ofEnsemble;
  const count = Math.min(folds, rows);
  const order = Uint32Array.from({ length: rows }, (_, i) => i);
  shuffle(random(seed, 'split', 2), order);
  const of = new Uint8Array(rows);
  order.forEach((row, k) => {
    of[row] = k % count;
  });
  return { count, of };
}
