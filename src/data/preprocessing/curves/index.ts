import * as z from '../../../zod.js';
import type { Curve, CurveType, StoredCurve } from './curve.js';
import { normalScores } from './normal_scores.js';
import { smoothClip } from './smooth_clip.js';

const curveTypes = { smooth_clip: smoothClip, normal_scores: normalScores } satisfies Record<
  string,
  CurveType<never>
>;
type CurveTypes = typeof curveTypes;
type CurveOf<T> = T extends CurveType<infer C> ? C : never;

/** A curve as it is fitted and stored. */
export type FittedCurve = CurveOf<CurveTypes[keyof CurveTypes]>;

const { smooth_clip, ...others } = curveTypes;

/** A curve as a model file holds it. */
export const curveSchema = z.discriminatedUnion('type', [
  smooth_clip.schema,
  ...Object.values(others).map(({ schema }) => schema),
]);

const typeOf = ({ type }: FittedCurve) => curveTypes[type] as CurveType<StoredCurve>;

/** Makes a curve. */
export const makeCurve = (curve: FittedCurve): Curve => typeOf(curve).make(curve);

/** Description of f(z) for a person, by the text of z and how numbers are written. */
export const describeCurve = (curve: FittedCurve, z: string, format: (value: number) => string): string =>
  typeOf(curve).describe(curve, z, format);

export type { Curve } from './curve.js';
