import type * as z from '../../../zod.js';

/** Fields of every curve as it is stored with a feature, whatever its type. */
export interface StoredCurve {
  readonly type: string;
}

/**
 * A curve, x = f(z) with f never falling: what a scaler that is no straight line does to z = (value −
 * center) / scale. Made once for a column, with all that many values need.
 */
export interface Curve {
  /** f(z), finite for any z but NaN. */
  at(z: number): number;
  /** f′ at the z that x comes from; where f jumps or bends, the slope between what is on both sides. */
  slope(x: number): number;
  /** The z that x comes from, within `ends`. */
  invert(x: number): number;
  /** Derivative of `invert`; 0 where z stays the same. */
  stretch(x: number): number;
  /** The least and the greatest z of the training rows. */
  readonly ends: readonly [number, number];
}

/** A type of curve. */
export interface CurveType<C extends StoredCurve> {
  /** The curve as a model file holds it. */
  readonly schema: z.ZodObject;
  make(curve: C): Curve;
  /** Description of f(z) for a person, by the text of z and how numbers are written. */
  describe(curve: C, z: string, format: (value: number) => string): string;
}
