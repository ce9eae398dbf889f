import type { Split } from '../../data/dataset.js';
import type { RowIndices } from '../batches.js';

/** Copies some rows of a split; returns the split itself where all are meant. */
export function selectRows(split: Split, indices: RowIndices): Split {
  if (indices === undefined) return split;
  const { x, t, weights } = split;
  const pick = (vector: Float64Array): Float64Array => {
    const columns = vector.length / split.rows;
    const picked = new Float64Array(indices.length * columns);
    for (let i = 0; i < indices.length; i++) {
      const from = indices[i] * columns;
      picked.set(vector.subarray(from, from + columns), i * columns);
    }
    return picked;
  };
  const picked = pick(x);
  return {
    rows: indices.length,
    x: picked,
    t: t === x ? picked : pick(t),
    ...(weights && { weights: pick(weights) }),
  };
}
