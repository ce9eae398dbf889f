import type { EncodedInput } from '../../../nn/encoders/index.js';
import type * as z from '../../../zod.js';
import type { Rows } from '../../table/rows.js';
import type { Table } from '../../table/table.js';
import type { MissingCategory } from '../imputers/index.js';
import type { FitReport } from '../report.js';
import type { ScalerName, Scaling } from '../scalers/index.js';
import type { Answers } from './answers.js';

/** An encoding as it is fitted and stored with its feature: its name, and what it takes to encode any value. */
export interface FittedEncoding {
  readonly type: string;
}

/**
 * The levels of a category column: its categories in order, then one of missing values where it is of their own, then
 * one of rare values where there are any.
 */
export interface Levels {
  readonly name: string;
  readonly categories: readonly string[];
  readonly missing: MissingCategory;
  /** Values that too few training rows had for categories of their own, in order. */
  readonly rare?: readonly string[];
}

/**
 * Fills the columns of x of one value, which are 0 before and begin at `at`. A category is given by its level, −1 where
 * training did not have it; a number as it is scaled.
 */
export type Fill = (x: Float64Array, at: number, value: number) => void;

/** Fills them for a training row, given by its index among these. */
export type FillTraining = (x: Float64Array, at: number, level: number, row: number) => void;

/** The training rows of a table. */
export interface TrainingRows {
  readonly table: Table;
  readonly rows: Rows;
  readonly report: FitReport;
  /** The scaler of the column. */
  readonly scaler: ScalerName;
  /** Level of each row. */
  levels(): Int32Array;
  answers(): Answers;
}

/** A way from the levels of a category column to columns of x. */
export interface CategoryEncoding<Fitted extends FittedEncoding = FittedEncoding> {
  readonly of: 'category';
  /** Fate of a value that training did not have, in words that follow "encoded as". */
  readonly unseen: string;
  /** Whether the column's `scale` is for it; absent: it is not. */
  readonly isScaled?: boolean;
  /** Options in a config. */
  readonly options: z.ZodObject;
  /** Schema of what is stored besides the type. */
  readonly stored: z.ZodObject;
  /** Whether its column of x is an index of levels, which is no quantity: it has no slope, and none can be predicted. */
  readonly isIndex?: true;
  /** Fits to the training rows. */
  fit(options: object, levels: Levels, training: TrainingRows): Fitted;
  /** A name for each column of x. */
  names(levels: Levels, fitted: Fitted): readonly string[];
  /** The scaling of each column of x. */
  scalings(levels: Levels, fitted: Fitted): readonly Scaling[];
  fill(levels: Levels, fitted: Fitted): Fill;
  /** Describes the column of x, at index `input`, to a network that encodes it by what it learns; null: it does not. */
  encoded?(levels: Levels, fitted: Fitted, input: number): EncodedInput | null;
  /** Fills the columns of x of the training rows, where these are encoded otherwise than any others. */
  fillTraining?(levels: Levels, fitted: Fitted, rows: EncodedTraining): FillTraining;
}

/** Training rows that are encoded. */
export interface EncodedTraining {
  readonly answers: Answers;
  /** Level of each row. */
  readonly levels: Int32Array;
}

/** The derivative by the value of a column, given that by one of its columns of x; x is its row, from this column on. */
export type Derivative = (derivative: number, x: Float64Array) => number;

/** A way from a scaled number to columns of x. */
export interface NumberEncoding<Fitted extends FittedEncoding = FittedEncoding> {
  readonly of: 'number';
  /** Options in a config. */
  readonly options: z.ZodObject;
  /** Schema of what is stored besides the type. */
  readonly stored: z.ZodObject;
  /** Fits to the training rows, of which `scaled` gives the scaled values. */
  fit(options: object, name: string, scaled: () => Float64Array, report: FitReport): Fitted;
  /** A name for each column of x. */
  names(name: string, fitted: Fitted): readonly string[];
  /** The scaling of each column of x, given that of the number. */
  scalings(scaling: Scaling, fitted: Fitted): readonly Scaling[];
  fill(fitted: Fitted): Fill;
  /** Derivatives by way of each column of x; where left out, that of its scaling. */
  derivatives?(scaling: Scaling, fitted: Fitted): readonly Derivative[];
  /** Describes the column of x, at index `input`, to a network that encodes it by what it learns; null: it does not. */
  encoded?(name: string, fitted: Fitted, input: number): EncodedInput | null;
}
