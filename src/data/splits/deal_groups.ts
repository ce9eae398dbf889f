import { random, shuffle } from '../../random.js';
import type { SplitOptions } from './split_type.js';
import { type GroupClasses, Tally } from './tally.js';

/** Options of dealing groups. */
interface Options extends SplitOptions {
  /** Whether the classes are to be in proportion. */
  readonly isStratified: boolean;
  /** Whether the parts are folds, none of which is for training alone. */
  readonly folds?: boolean;
  /** Sequence of the random numbers; where it is left out, that of parts, or of the folds of an ensemble. */
  readonly sequence?: number;
}

/** Deals of which the one nearest to the fractions is taken; fewer where there are many groups or classes. */
const triesOf = (counts: number): number => Math.min(64, Math.ceil(1e6 / counts));

/** The most counts, by group and class, at which groups change places in each deal, and in the nearest one. */
const fewCounts = 300;
const someCounts = 3000;

/**
 * Deals whole groups to parts by chance: row i is of group `groups[i]`, one of `count`. In a random order each group
 * goes where it brings the parts nearest to their fractions: those of all rows and, where that is asked, of each class.
 * Unless they are many, groups change places as long as that brings a deal nearer; the nearest of some deals is taken.
 * Each part with a fraction has a group at least, and the first part, that for training, each class if whole groups
 * allow it. Returns the part of each group.
 */
export function dealGroups(
  groups: Int32Array,
  count: number,
  fractions: readonly number[],
  { seed, folds = false, sequence = folds ? 1 : 0, strata, isStratified }: Options,
): Uint8Array {
  const rng = random(seed, 'split', sequence);
  const classes = countClasses(groups, count, strata);
  const counts = classes.rows.length;
  const order = new Uint32Array(count).map((_, i) => i);
  let best: Tally | undefined;
  for (let tries = triesOf(counts); tries > 0; tries--) {
    shuffle(rng, order);
    const tally = new Tally(classes, fractions, isStratified, !folds);
    for (const group of order) dealOne(tally, group);
    if (counts <= fewCounts) while (improve(tally, order));
    if (!best || tally.cost() < best.cost()) best = tally;
  }
  if (counts <= someCounts) while (improve(best!, order));
  return best!.partOf;
}

/** Rows of each class in each group. */
function countClasses(groups: Int32Array, count: number, strata: Int32Array | undefined): GroupClasses {
  const classes = strata ? strata.reduce((most, c) => Math.max(most, c), 0) + 1 : 1;
  const rows = new Float64Array(count * classes);
  for (let i = 0; i < groups.length; i++) rows[groups[i] * classes + (strata ? strata[i] : 0)]++;
  return { classes, rows };
}

function dealOne(tally: Tally, group: number): void {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const part of tally.wanted) {
    tally.put(group, part);
    const cost = tally.cost();
    tally.take(group);
    if (cost >= least) continue;
    best = part;
    least = cost;
  }
  tally.put(group, best);
}

/** Moves a group, or exchanges two, where that brings the parts nearer to their fractions; false where nothing does. */
function improve(tally: Tally, order: Uint32Array): boolean {
  const { partOf } = tally;
  const place = (group: number, part: number) => {
    tally.take(group);
    tally.put(group, part);
  };
  const isNearer = (before: number) => tally.cost() < before * (1 - 1e-9) - 1e-9;
  const before = tally.cost();
  for (const [i, a] of order.entries()) {
    const from = partOf[a];
    for (const part of tally.wanted) {
      place(a, part);
      if (isNearer(before)) return true;
    }
    place(a, from);
    for (const b of order.subarray(i + 1)) {
      const other = partOf[b];
      if (other === from) continue;
      place(a, other);
      place(b, from);
      if (isNearer(before)) return true;
      place(a, from);
      place(b, other);
    }
  }
  return false;
}
