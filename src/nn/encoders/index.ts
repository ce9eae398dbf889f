import { type EmbeddingColumn, embedding } from './embedding.js';
import type { EncoderType } from './encoder.js';
import { type PiecewiseLinearColumn, piecewiseLinear } from './piecewise_linear.js';

/** A column of x that the network encodes. */
export type EncodedInput = PiecewiseLinearColumn | EmbeddingColumn;

/** Kinds of learned encodings by their types. */
export const encoderTypes: Readonly<Record<EncodedInput['type'], EncoderType>> = {
  piecewise_linear: piecewiseLinear,
  embedding,
};

/** Columns of x that a network takes, and those of them that it encodes by what it learns, in their order. */
export interface Inputs {
  readonly columns: number;
  readonly encoded: readonly EncodedInput[];
}

/** Inputs of which none is encoded. */
export const plainInputs = (columns: number): Inputs => ({ columns, encoded: [] });

export type { EmbeddingColumn } from './embedding.js';
export type { Encoder, EncoderType } from './encoder.js';
export type { PiecewiseLinearColumn } from './piecewise_linear.js';
