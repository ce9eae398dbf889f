import * as z from '../../../zod.js';
import type { CurveType } from './curve.js';

/** f(z) = z / √(1 + (z/3)²). */
export interface SmoothClip {
  readonly type: 'smooth_clip';
  /** The least and the greatest z of the training rows. */
  readonly range: readonly [number, number];
}

/** Greatest size of f. */
const bound = 3;
/** Size of z from which on f is ±3, as 1 is lost beside (z/3)². */
const far = 2 ** 30;

/** The smooth clipping of RealMLP: near z where z is small, never beyond ±3. Holzmüller et al. 2024, section 3. */
export const smoothClip: CurveType<SmoothClip> = {
  schema: z.strictObject({
    type: z.literal('smooth_clip'),
    range: z.tuple([z.number(), z.number()]),
  }),
  make: ({ range }) => ({
    ends: range,
    at: clip,
    slope,
    invert: (x) => Math.min(range[1], Math.max(range[0], unclip(x))),
    stretch: (x) => (unclip(x) > range[0] && unclip(x) < range[1] ? 1 / slope(x) : 0),
  }),
  describe: (_, inner) => `clipped smoothly at ±3: z / √(1 + (z/3)²), z = ${inner}`,
};

export function clip(value: number): number {
  if (Math.abs(value) > far) return value < 0 ? -bound : bound;
  return value / Math.sqrt(1 + (value / bound) * (value / bound));
}

export const unclip = (x: number): number => x / Math.sqrt(remainder(x));

// f′ = (1 + (z/3)²)^(−3/2), and 1 − (x/3)² = 1 / (1 + (z/3)²)
const slope = (x: number): number => remainder(x) * Math.sqrt(remainder(x));

/** 1 − (x/3)², 0 from |x| = 3 on. */
const remainder = (x: number): number => Math.max(0, (1 - x / bound) * (1 + x / bound));
