import { random, shuffle } from '../../random.js';
import type { Rows } from '../table/rows.js';
import type { SplitOptions } from './split_type.js';

/**
 * Shuffles each stratum and deals it out. What whole numbers leave over goes to the parts that, over all strata so far,
 * are farthest below their fraction; so each stratum's parts are within 1 of their share, and so are the parts as a
 * whole. A stratum has at least one row in the first part, that for training.
 */
export function deal(
  rows: Rows,
  fractions: readonly number[],
  { seed, sequence, strata }: SplitOptions,
): Rows[] {
  const rng = random(seed, 'split', sequence);
  const partOf = new Uint8Array(rows.length);
  const sizes = fractions.map(() => 0);
  const owed = fractions.map(() => 0);
  for (const members of groups(rows.length, strata)) {
    shuffle(rng, members);
    const counts = fractions.map((fraction, part) => {
      owed[part] += members.length * fraction;
      return Math.floor(members.length * fraction);
    });
    let left = members.length - counts.reduce((sum, count) => sum + count, 0);
    const neediest = [...fractions.keys()]
      .filter((part) => fractions[part] > 0)
      .sort((a, b) => owed[b] - counts[b] - (owed[a] - counts[a]) || a - b);
    for (const part of neediest) {
      if (left === 0) break;
      counts[part]++;
      left--;
    }
    if (counts[0] === 0) {
      counts[0]++;
      counts[counts.findIndex((count, part) => part > 0 && count > 0)]--;
    }
    let next = 0;
    counts.forEach((count, part) => {
      owed[part] -= count;
      sizes[part] += count;
      for (const end = next + count; next < end; next++) partOf[members[next]] = part;
    });
  }
  return sizes.map((size, part) => {
    const dealt = new Uint32Array(size);
    for (let i = 0, k = 0; k < size; i++) if (partOf[i] === part) dealt[k++] = rows[i];
    return dealt;
  });
}

/** The members of each stratum, by index, in order of the strata. */
export function groups(count: number, strata: Int32Array = new Int32Array(count)): Uint32Array[] {
  const sizes: number[] = [];
  for (let i = 0; i < count; i++) sizes[strata[i]] = (sizes[strata[i]] ?? 0) + 1;
  const members = Array.from(sizes, (size = 0) => new Uint32Array(size));
  const filled = new Uint32Array(members.length);
  for (let i = 0; i < count; i++) members[strata[i]][filled[strata[i]]++] = i;
  return members.filter(({ length }) => length > 0);
}
