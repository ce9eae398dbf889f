import { type CountedRows, countedRows } from '../rows.js';

/** Numbers by row on how likely it is by a generator that has codes. */
export interface DensityInput {
  readonly rows: number;
  /** −log p(row | code), for a code that is drawn. */
  readonly reconstruction: Float64Array;
  /** Divergence of the distribution of a row's codes from the prior. */
  readonly divergence: Float64Array;
  /** Importance-weighted bound of log p(row); absent where it was not computed. */
  readonly bound?: Float64Array;
  readonly weights?: Float64Array;
}

/** Numbers of DensityInput for the rows that count, with what weighs them. */
export interface Density {
  readonly reconstruction: Float64Array;
  readonly divergence: Float64Array;
  readonly bound?: Float64Array;
  readonly counted: CountedRows;
}

/** Prepares the input of every metric; undefined where no row counts or a number is not finite. */
export function prepareDensity({
  rows,
  weights,
  reconstruction,
  divergence,
  bound,
}: DensityInput): Density | undefined {
  const counted = countedRows(rows, weights);
  const prepared = {
    reconstruction: counted.pick(reconstruction),
    divergence: counted.pick(divergence),
    ...(bound && { bound: counted.pick(bound) }),
    counted,
  };
  const areFinite = [prepared.reconstruction, prepared.divergence].every((values) =>
    values.every(Number.isFinite),
  );
  return counted.total > 0 && areFinite ? prepared : undefined;
}

/** Σ s v / Σ s, in the order of the rows. */
export function weightedMean(values: Float64Array, { weights, total }: CountedRows): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (weights?.[i] ?? 1) * values[i];
  return sum / total;
}
