import type { TableFacts } from './facts.js';

/** Widths of a network whose multiplications are counted, and how many such are trained. */
export interface Structure {
  /** Numbers that an embedding makes of each number; 1 without one. */
  readonly width: number;
  readonly units: readonly number[];
  /** Number of networks: one, or as many as there are folds, each trained on the others. */
  readonly networks: number;
}

/** Products of a training step for each of a forward pass: y, and back dW and dx. */
const products = 3;

/** Multiply-adds of an epoch in products of matrices, of all networks together. */
export function multiplyAddsOfEpoch(
  { rows, columns, numbers, outputs }: Omit<TableFacts, 'task'>,
  { width, units, networks }: Structure,
): number {
  const share = networks > 1 ? 1 - 1 / networks : 1;
  const widths = [columns + numbers * (width - 1), ...units, outputs];
  const weights = widths.slice(1).reduce((sum, out, i) => sum + widths[i] * out, 0);
  return Math.ceil(rows * share) * networks * products * weights;
}

/**
 * Multiply-adds in the epochs that are allowed for each second that training may take. Early stopping ends most
 * trainings at less than half of their epochs, and two cores do some 10¹⁰ a second by native kernels in networks of
 * this size, all else counted in; WebAssembly takes two to four times as long.
 */
const rate = 2.4e10;
const [fewRows, manyRows] = [5000, 50_000];
const [secondsOfFew, secondsOfMany] = [15, 90];

/**
 * Multiply-adds that training may take at most for so many rows: what is usually over in 15 seconds up to 5,000 rows,
 * in 90 from 50,000 on, in between by a straight line.
 */
export function budget(rows: number): number {
  const between = Math.min(Math.max((rows - fewRows) / (manyRows - fewRows), 0), 1);
  return rate * (secondsOfFew + between * (secondsOfMany - secondsOfFew));
}
