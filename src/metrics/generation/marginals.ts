import { deviation, present } from './moments.js';
import type { CategorySamples, SampleTable } from './table.js';

/** Distance of the distribution of one column from that of the real one. */
export type Marginal =
  | {
      readonly column: string;
      /** Wasserstein distance of the values that are there, in standard deviations of the real ones. */
      readonly wasserstein: number;
      /** Share of missing values less that of the real column. */
      readonly missing: number;
    }
  | {
      readonly column: string;
      /** ½ Σ |p − q| over the categories; missing is one of them. */
      readonly total_variation: number;
    };

/** Marginals of all columns, and their means; a mean is left out where there is no column of that kind. */
export interface Marginals {
  readonly wasserstein?: number;
  readonly total_variation?: number;
  readonly columns: readonly Marginal[];
}

/** Compares each column by itself. The tables have shared categories. */
export function compareMarginals(real: SampleTable, sampled: SampleTable): Marginals {
  const columns = real.columns.map((column, j): Marginal => {
    const other = sampled.columns[j];
    if (column.type === 'category' || other.type === 'category')
      return {
        column: column.name,
        total_variation: totalVariation(column as CategorySamples, other as CategorySamples),
      };
    const values = present(column.values);
    const others = present(other.values);
    const missing = (all: Float64Array, there: Float64Array) => 1 - there.length / all.length;
    return {
      column: column.name,
      wasserstein: wassersteinDistance(values, others) / (deviation(values) || 1),
      missing: missing(other.values, others) - missing(column.values, values),
    };
  });
  const wasserstein = columns.flatMap((m) => ('wasserstein' in m ? [m.wasserstein] : []));
  const variations = columns.flatMap((m) => ('total_variation' in m ? [m.total_variation] : []));
  return {
    ...(wasserstein.length > 0 && { wasserstein: mean(wasserstein) }),
    ...(variations.length > 0 && { total_variation: mean(variations) }),
    columns,
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * First Wasserstein distance of two samples, ∫ |F − G|: how far, on average, values have to be moved to turn one
 * distribution into the other. 0 where both are empty, infinite where one is.
 */
export function wassersteinDistance(left: Float64Array, right: Float64Array): number {
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 0 : Infinity;
  const a = left.slice().sort();
  const b = right.slice().sort();
  let sum = 0;
  let i = 0;
  let j = 0;
  let at = Math.min(a[0], b[0]);
  while (i < a.length || j < b.length) {
    const next = i < a.length && (j === b.length || a[i] <= b[j]) ? a[i] : b[j];
    sum += Math.abs(i / a.length - j / b.length) * (next - at);
    at = next;
    while (i < a.length && a[i] === at) i++;
    while (j < b.length && b[j] === at) j++;
  }
  return sum;
}

/** Total variation distance of two columns of shared categories. */
export function totalVariation(left: CategorySamples, right: CategorySamples): number {
  const counts = [left, right].map(({ codes, categories }) => {
    const byLevel = new Float64Array(categories.length + 1);
    for (const code of codes) byLevel[code + 1]++;
    return byLevel;
  });
  let sum = 0;
  for (let level = 0; level < counts[0].length; level++)
    sum += Math.abs(counts[0][level] / left.codes.length - counts[1][level] / right.codes.length);
  return sum / 2;
}
