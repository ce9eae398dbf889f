import type { EncodedInput } from '../../../nn/encoders/index.js';
import type * as z from '../../../zod.js';
import type { Rows } from '../../table/rows.js';
import type { Table, WantedType } from '../../table/table.js';
import type { Answers } from '../encodings/answers.js';
import type { Findings } from '../findings.js';
import type { Scaling } from '../scalers/index.js';

/** Fills the columns of a feature in x, which is 0 before, for rows[from, to), all of them in one row group. */
export type Encoder = (rows: Rows, from: number, to: number, x: Float64Array) => void;

/** Options of an encoder. */
export interface EncoderOptions {
  readonly table: Table;
  /** The first of the feature's columns of x, and how many columns x has. */
  readonly first: number;
  readonly columns: number;
  /** All features: some are computed from the columns of others. */
  readonly features: readonly StoredFeature[];
  readonly findings: Findings;
  /** The rows and their answers, where they are those of training. */
  readonly training?: { readonly rows: Rows; readonly answers: Answers };
}

/** Fields of every feature, whatever its kind. */
export interface StoredFeature {
  readonly kind: string;
}

/** A kind of feature: from a column of data, or from several, to columns of x. */
export interface FeatureType<F extends StoredFeature> {
  /** The feature as a model file holds it. */
  readonly schema: z.ZodObject;
  /** The type of the column that gives the feature its name; null where it is computed from other columns. */
  reads(feature: F): WantedType | null;
  /** A name for each column of x that the feature takes. */
  names(feature: F): readonly string[];
  /** Number of columns of x that it takes. */
  width(feature: F): number;
  /** The scaling of each of these: what x says of the data, with the scale 0 where x is always 0. */
  scalings(feature: F): readonly Scaling[];
  /** Finds the column of x, at index `input`, that the network encodes by what it learns; null where it encodes none. */
  encoded?(feature: F, input: number): EncodedInput | null;
  /** Makes what fills its columns of x; absent where it takes none. */
  encoder?(feature: F, options: EncoderOptions): Encoder;
}
