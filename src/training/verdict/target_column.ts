import type { Split } from '../../data/dataset.js';
import { activations } from '../../nn/activations/index.js';
import type { HeadConfig } from '../../nn/head.js';

/** Column j of the targets of a split, by row: for classes, which are one column of indices, 1 where the class is j. */
export function targetOf({ rows, t }: Split, j: number, columns: number): (row: number) => number {
  const stored = t.length / rows;
  return stored < columns ? (row) => Number(t[row] === j) : (row) => t[row * stored + j];
}

/** Column j of the targets of a split, [rows]: see targetOf. */
export function targetColumn(split: Split, j: number, columns: number): Float64Array {
  const column = new Float64Array(split.rows);
  const value = targetOf(split, j, columns);
  for (let i = 0; i < split.rows; i++) column[i] = value(i);
  return column;
}

/** Whether a head has an output for each class, instead of one for the second of two. */
export const isOneHot = ({ activation }: HeadConfig): boolean => 'rowwise' in activations[activation.type];
