import { exp, log } from '../../../math/index.js';
import type { Interval } from './distribution.js';

/** Significant digits of the numbers that are tried: more would say nothing, and be long on a command line. */
const DIGITS = 6;

/**
 * Ends of an interval on its scale: logarithms where it is logarithmic; whole numbers stand for what is rounded to
 * them, so that each has an equal part.
 */
function ends({ low, high, log: isLog, whole }: Interval): [number, number] {
  const half = whole ? 0.5 : 0;
  return isLog ? [log(low - half), log(high + half)] : [low - half, high + half];
}

/** Position of a number in an interval, 0 … 1 on its scale. It may lie outside. */
export function positionOf(interval: Interval, value: number): number {
  const [from, to] = ends(interval);
  return ((interval.log ? log(value) : value) - from) / (to - from);
}

/** The number at a position 0 … 1 of an interval: of six significant digits, or whole. */
export function valueAt(interval: Interval, position: number): number {
  const [from, to] = ends(interval);
  const scaled = from + position * (to - from);
  const value = interval.log ? exp(scaled) : scaled;
  const rounded = interval.whole ? Math.round(value) : Number(value.toPrecision(DIGITS));
  return Math.min(Math.max(rounded, interval.low), interval.high);
}

/** The `points` numbers of an interval that a grid takes: evenly on its scale, both ends included, each once. */
export function gridOf(interval: Interval): number[] {
  const { points, low, high } = interval;
  const [from, to] = [positionOf(interval, low), positionOf(interval, high)];
  const values = Array.from({ length: points }, (_, k) =>
    valueAt(interval, from + (k * (to - from)) / (points - 1)),
  );
  return [...new Set(values)];
}
