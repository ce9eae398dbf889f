import type { RowSpace } from './row_space.js';
import type { SampleTable } from './table.js';

/** Whether sampled rows lie nearer to training rows than other real rows do. */
export interface Copying {
  /** Sampled rows that equal a training row in every column, and held-out real rows that do. */
  readonly exact: { readonly sampled: number; readonly held_out: number };
  /** Median distance to the nearest training row, as a row space has it. */
  readonly median_distance: { readonly sampled: number; readonly held_out: number };
  /**
   * Share of sampled rows that are nearer to a training row than all but `chance` of the held-out rows: `chance` where
   * rows are drawn from the distribution of the real ones. `limit` is that and three standard deviations of it, for so
   * many rows.
   */
  readonly near: { readonly share: number; readonly chance: number; readonly limit: number };
  /** Whether that share, or that of exact copies, is beyond what chance gives in all but rare cases. */
  readonly copies: boolean;
}

/** Compares distances to training rows. Undefined where there are no held-out rows to tell what chance gives. */
export function findCopies(
  space: RowSpace,
  train: SampleTable,
  heldOut: SampleTable,
  sampled: SampleTable,
): Copying | undefined {
  if (heldOut.rows === 0 || sampled.rows === 0) return undefined;
  const points = space.encode(train);
  const ofSampled = nearestDistances(points, space.encode(sampled), space.columns).sort();
  const ofHeldOut = nearestDistances(points, space.encode(heldOut), space.columns).sort();
  const near = nearShare(ofSampled, ofHeldOut);
  const exact = { sampled: below(ofSampled, 0, true), held_out: below(ofHeldOut, 0, true) };
  const median = (sorted: Float64Array) => sorted[(sorted.length - 1) >> 1];
  return {
    exact,
    median_distance: { sampled: median(ofSampled), held_out: median(ofHeldOut) },
    near,
    copies:
      near.share > near.limit ||
      exact.sampled / sampled.rows >
        limitOf((exact.held_out + 1) / (heldOut.rows + 2), sampled.rows, heldOut.rows),
  };
}

/** Euclidean distance of each of `points` to the nearest of `among`; both are [rows, columns]. */
export function nearestDistances(among: Float64Array, points: Float64Array, columns: number): Float64Array {
  const distances = new Float64Array(points.length / columns);
  for (let i = 0; i < distances.length; i++) {
    const from = i * columns;
    let least = Infinity;
    for (let at = 0; at < among.length; at += columns) {
      let sum = 0;
      for (let j = 0; j < columns && sum < least; j++) {
        const difference = points[from + j] - among[at + j];
        sum += difference * difference;
      }
      if (sum < least) least = sum;
    }
    distances[i] = Math.sqrt(least);
  }
  return distances;
}

/** Share of the held-out rows whose distance sampled rows are compared with. */
const NEAR = 0.05;

/**
 * The k-th of m held-out distances in order has k / (m + 1) of the distribution below it, on average; of n more draws
 * from it, the share below has the variance of a beta-binomial distribution. Distances that are equal, as those of
 * exact copies are, count half.
 */
function nearShare(sampled: Float64Array, heldOut: Float64Array): Copying['near'] {
  const [n, m] = [sampled.length, heldOut.length];
  const k = Math.max(1, Math.round(NEAR * (m + 1)));
  const edge = heldOut[k - 1];
  const less = below(sampled, edge, false);
  const share = (less + (below(sampled, edge, true) - less) / 2) / n;
  const ties = below(heldOut, edge, true) - below(heldOut, edge, false);
  // equal held-out distances share the ranks that they have
  const rank = below(heldOut, edge, false) + (ties + 1) / 2;
  const chance = rank / (m + 1);
  return { share, chance, limit: limitOf(chance, n, m) };
}

/** Three standard deviations beyond a share p that was measured on m rows, for a share of n rows. */
const limitOf = (p: number, n: number, m: number) =>
  Math.min(1, p + 3 * Math.sqrt((p * (1 - p) * (n + m + 1)) / (n * (m + 2))));

/** Count of the values, in order, that are less than `edge`, or equal to it where `orEqual`. */
function below(sorted: Float64Array, edge: number, orEqual: boolean): number {
  let count = 0;
  while (count < sorted.length && (orEqual ? sorted[count] <= edge : sorted[count] < edge)) count++;
  return count;
}
