import { deviation, meanOf } from './moments.js';
import type { SampleColumn, SampleTable } from './table.js';

/** Association of two columns in the real rows and in the sampled ones. */
export interface AssociationDifference {
  readonly columns: readonly [string, string];
  readonly real: number;
  readonly sampled: number;
}

/** Differences over all pairs of columns. */
export interface Associations {
  readonly pairs: number;
  /** Mean of |real − sampled|. */
  readonly mean_difference: number;
  readonly largest: AssociationDifference;
}

/** Compares all pairs of columns; undefined where there is one column only. The tables have shared categories. */
export function compareAssociations(real: SampleTable, sampled: SampleTable): Associations | undefined {
  let pairs = 0;
  let sum = 0;
  let most = -1;
  let largest: AssociationDifference | undefined;
  for (let i = 0; i < real.columns.length; i++)
    for (let j = i + 1; j < real.columns.length; j++) {
      const ofReal = association(real.columns[i], real.columns[j]);
      const ofSampled = association(sampled.columns[i], sampled.columns[j]);
      const difference = Math.abs(ofReal - ofSampled);
      pairs++;
      sum += difference;
      if (difference <= most) continue;
      most = difference;
      largest = {
        columns: [real.columns[i].name, real.columns[j].name],
        ...{ real: ofReal, sampled: ofSampled },
      };
    }
  return largest && { pairs, mean_difference: sum / pairs, largest };
}

/**
 * Association of two columns: Pearson's correlation of numbers, Cramér's V of categories, the correlation ratio η of
 * numbers by category. Rows in which a number is missing do not count; a missing category is one of its own. 0 where a
 * column is constant.
 */
export function association(a: SampleColumn, b: SampleColumn): number {
  if (a.type === 'number') return b.type === 'number' ? pearson(a.values, b.values) : eta(a.values, b.codes);
  return b.type === 'number' ? eta(b.values, a.codes) : cramersV(a.codes, b.codes);
}

function pearson(a: Float64Array, b: Float64Array): number {
  const both = (_: number, i: number) => !Number.isNaN(a[i]) && !Number.isNaN(b[i]);
  const x = a.filter(both);
  const y = b.filter(both);
  const scale = deviation(x) * deviation(y) * x.length;
  const [mx, my] = [meanOf(x), meanOf(y)];
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - mx) * (y[i] - my);
  return scale === 0 ? 0 : sum / scale;
}

/** √(sum of squares between categories / sum of squares). */
function eta(values: Float64Array, codes: Int32Array): number {
  const groups = new Map<number, { count: number; sum: number }>();
  const there: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    there.push(values[i]);
    const group = groups.get(codes[i]) ?? { count: 0, sum: 0 };
    groups.set(codes[i], { count: group.count + 1, sum: group.sum + values[i] });
  }
  const mean = meanOf(there);
  const spread = deviation(there);
  let between = 0;
  for (const { count, sum } of groups.values())
    between += count * (sum / count - mean) * (sum / count - mean);
  return spread === 0 ? 0 : Math.min(1, Math.sqrt(between / there.length) / spread);
}

/** √(χ² / n / min(rows − 1, columns − 1)) of the contingency table of the levels that occur. */
function cramersV(a: Int32Array, b: Int32Array): number {
  const [left, right, both] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<string, number>(),
  ];
  const count = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let i = 0; i < a.length; i++) {
    count(left, a[i]);
    count(right, b[i]);
    count(both, `${a[i]},${b[i]}`);
  }
  const freedom = Math.min(left.size, right.size) - 1;
  if (freedom < 1) return 0;
  let chiSquare = 0;
  for (const [i, rows] of left)
    for (const [j, columns] of right) {
      const expected = (rows * columns) / a.length;
      const difference = (both.get(`${i},${j}`) ?? 0) - expected;
      chiSquare += (difference * difference) / expected;
    }
  return Math.sqrt(chiSquare / a.length / freedom);
}
