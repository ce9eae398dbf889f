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

/**
 * A number as a generator without a likelihood gives it: y has the number itself. Where values may be missing, a second
 * column of y is the logit of that, and of t 1 where it is so; the first of t is 0 then.
 */
export interface ValueField {
  readonly kind: 'value';
  readonly mayMiss: boolean;
}

/** A column of data as any generator gives it: its values, or a distribution of them. */
export type GivenField = Field | ValueField;

/** Number of columns of y, and of t, that a field takes. */
export function fieldColumns(field: GivenField): number {
  if (field.kind === 'category') return field.levels;
  return (field.kind === 'value' ? 1 : 2) + Number(field.mayMiss);
}

/** Outputs of a network: so many columns of y, and the fields that they are, or are parameters of; none for others. */
export interface Outputs {
  readonly columns: number;
  readonly fields: readonly GivenField[];
}

/** The outputs that these fields take. */
export const outputsOf = (fields: readonly GivenField[]): Outputs => ({
  columns: fields.reduce((sum, field) => sum + fieldColumns(field), 0),
  fields,
});

/** Outputs that are no parameters of distributions. */
export const plainOutputs = (columns: number): Outputs => ({ columns, fields: [] });
