import { makeCurve } from './curves/index.js';
import type { Scaling } from './scalers/index.js';

/** Functions of a scaling, of values and of derivatives, made once for a column. */
export interface ScaleFunction {
  /** x of a value. */
  x(value: number): number;
  /**
   * The value of x; where a curve has no inverse, the nearest that has one, within the training rows' range; the center
   * where the scale is 0.
   */
  value(x: number): number;
  /** The derivative by the value, given that by x, at x. */
  byValue(derivative: number, x: number): number;
  /** The derivative of the value by x, at x. */
  stretch(x: number): number;
}

/** Makes the function of a scaling. */
export function scaleFunction({ center, scale, curve: fitted }: Scaling): ScaleFunction {
  if (scale === 0) return { x: () => 0, value: () => center, byValue: () => 0, stretch: () => 0 };
  if (fitted === undefined)
    return {
      x: (value) => (value - center) / scale,
      value: (x) => x * scale + center,
      byValue: (derivative) => derivative / scale,
      stretch: () => scale,
    };
  const curve = makeCurve(fitted);
  return {
    x: (value) => curve.at((value - center) / scale),
    value: (x) => curve.invert(x) * scale + center,
    byValue: (derivative, x) => (derivative * curve.slope(x)) / scale,
    stretch: (x) => scale * curve.stretch(x),
  };
}
