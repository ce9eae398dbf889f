import { random, shuffle } from '../../random.js';
import { greatest } from '../../range.js';

/** Most sets of rows that are left out in turn for the standard error. */
const mostSets = 20;

/** Orders of rows that a column's values are put into, and sets of rows that are left out. */
export interface Shuffles {
  /** Orders by repeat: the row whose value each row gets. */
  readonly permutations: readonly Uint32Array[];
  /** The set of each row, from 0. */
  readonly sets: Uint32Array;
}

/**
 * Draws the permutations, which are those of every column, and deals the rows, or their groups, into at most 20 sets of
 * nearly equal size.
 */
export function drawShuffles(
  rows: number,
  repeats: number,
  seed: number,
  groups: Int32Array = new Int32Array(rows).map((_, row) => row),
): Shuffles {
  const rng = random(seed, 'check', 2);
  const permutations = Array.from({ length: repeats }, () => {
    const permutation = identity(rows);
    shuffle(rng, permutation);
    return permutation;
  });
  const order = identity(greatest(groups) + 1);
  shuffle(rng, order);
  const place = new Uint32Array(order.length);
  order.forEach((group, i) => {
    place[group] = i % mostSets;
  });
  return { permutations, sets: Uint32Array.from(groups, (group) => place[group]) };
}

const identity = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);
