import type { Split } from '../../data/dataset.js';
import { activations } from '../../nn/activations/index.js';
import type { HeadConfig } from '../../nn/head.js';

/** Column j of the targets of a split, [rows]: for classes, which are one column of indices, 1 where the class is j. */
export function targetColumn({ rows, t }: Split, j: number, columns: number): Float64Array {
  const stored = t.length / rows;
  return Float64Array.from({ length: rows }, (_, i) =>
    stored < columns ? Number(t[i] === j) : t[i * stored + j],
  );
}

/** Whether a head has an output for each class, instead of one for the second of two. */
export const isOneHot = ({ activation }: HeadConfig): boolean => 'rowwise' in activations[activation.type];
