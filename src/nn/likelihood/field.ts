/**
 * A column of data as a generator gives it: a distribution of its values, whose parameters are columns of y. The same
 * columns of t hold the value of a row.
 */
export type Field = NumberField | CategoryField;

/**
 * A normal distribution: y has its mean and s, with the variance floor + spread² eˢ; t the value, and 1 where it is
 * known, else 0. Where values may be missing, a third column of y is the logit of that, and of t 1 where it is so.
 */
export interface NumberField {
  readonly kind: 'number';
  /** Standard deviation of the values of training. */
  readonly spread: number;
  /** Least variance: see `floorOf`. */
  readonly floor: number;
  readonly mayMiss: boolean;
}

/** A category: y has a logit for each level, t is one-hot, or 0 where the level is not known. */
export interface CategoryField {
  readonly kind: 'category';
  readonly levels: number;
}

/** Number of columns of y, and of t, that a field takes. */
export const fieldColumns = (field: Field): number =>
  field.kind === 'category' ? field.levels : field.mayMiss ? 3 : 2;

/** Outputs of a network: so many columns of y, and the fields that they are parameters of; none for others. */
export interface Outputs {
  readonly columns: number;
  readonly fields: readonly Field[];
}

/** The outputs that these fields take. */
export const outputsOf = (fields: readonly Field[]): Outputs => ({
  columns: fields.reduce((sum, field) => sum + fieldColumns(field), 0),
  fields,
});

/** Outputs that are no parameters of distributions. */
export const plainOutputs = (columns: number): Outputs => ({ columns, fields: [] });
