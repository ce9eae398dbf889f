export type Direction = 'higher' | 'lower';

/** A measure of how good predictions are. Its name is its key in the registry that holds it. */
export interface Metric<Input> {
  readonly better: Direction;
  /** Unit of its values, where that is not 1: that of the target, or its square. */
  readonly unit?: 'target' | 'squared target';
  /** Whether it is the score of one class: of two that of the positive one, else the macro average over the classes. */
  readonly ofClass?: true;
  /**
   * Computes the metric; undefined where the definition gives no number (one class only, too few rows); never NaN for
   * finite predictions.
   */
  value(input: Input): number | undefined;
}

/** Values of every metric of a registry, without those that are undefined or have overflowed. */
export function valuesOf<Name extends string, Input>(
  metrics: Record<Name, Metric<Input>>,
  input: Input,
): Partial<Record<Name, number>> {
  const values: Partial<Record<Name, number>> = {};
  for (const name of Object.keys(metrics) as Name[]) {
    const value = metrics[name].value(input);
    if (value !== undefined && Number.isFinite(value)) values[name] = value;
  }
  return values;
}
