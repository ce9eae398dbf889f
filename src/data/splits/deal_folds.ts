import { random, shuffle } from '../../random.js';
import { groups } from './deal.js';
import type { Folding, FoldOptions } from './split_type.js';

/**
 * Deals rows to folds by chance: each stratum is shuffled and dealt out row by row, going on where the stratum before
 * it ended. So the numbers of rows in the folds differ by 1 at most, and so do those of each stratum. `sequence` is
 * that of the random numbers: folds of different sequences know nothing of each other.
 */
export function dealFolds(rows: number, { count, seed, strata }: FoldOptions, sequence = 1): Folding {
  const rng = random(seed, 'split', sequence);
  const of = new Uint8Array(rows);
  let next = 0;
  for (const members of groups(rows, strata)) {
    shuffle(rng, members);
    for (const row of members) of[row] = next++ % count;
  }
  return { of, how: `at random${strata ? ', the classes in proportion' : ''}` };
}
