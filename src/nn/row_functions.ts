import { MlpError } from '../errors.js';

// Sums and maxima over the columns of a row, for formulas: the build makes loops of them (src/build/formulas). There is
// no row to go over where a formula is called number by number.

const refuse = (): never => {
  throw new MlpError(
    'bug',
    'a formula over a row is for the build to make loops of: no single number has its value',
  );
};

/** Σ over the columns of a row, in their order. */
export function rowSum(_term: number): number {
  return refuse();
}

/** Largest value of a row. */
export function rowMax(_value: number): number {
  return refuse();
}

/** Σ over the columns of a row but the first whose term is `left`. */
export function rowSumWithout(_term: number, _left: number): number {
  return refuse();
}
