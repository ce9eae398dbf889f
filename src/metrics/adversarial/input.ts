import { type CountedRows, countedRows } from '../rows.js';

/** Outputs of a discriminator for real rows and for as many sampled ones: 1 for surely real, 0 for surely not. */
export interface AdversarialInput {
  readonly rows: number;
  readonly real: Float64Array;
  readonly sampled: Float64Array;
  /** The generator's loss of each sampled row. */
  readonly generatorLosses: Float64Array;
  readonly weights?: Float64Array;
}

/** Numbers of AdversarialInput for the rows that count, with what weighs them. */
export interface Adversarial {
  readonly real: Float64Array;
  readonly sampled: Float64Array;
  readonly generatorLosses: Float64Array;
  readonly counted: CountedRows;
}

/** Prepares the input of every metric; undefined where no row counts or a number is not finite. */
export function prepareAdversarial({
  rows,
  weights,
  real,
  sampled,
  generatorLosses,
}: AdversarialInput): Adversarial | undefined {
  const counted = countedRows(rows, weights);
  const prepared = {
    real: counted.pick(real),
    sampled: counted.pick(sampled),
    generatorLosses: counted.pick(generatorLosses),
    counted,
  };
  const areFinite = [prepared.real, prepared.sampled, prepared.generatorLosses].every((values) =>
    values.every(Number.isFinite),
  );
  return counted.total > 0 && areFinite ? prepared : undefined;
}
