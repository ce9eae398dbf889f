import type { Int, Numbers } from './types.js';

// From the values of a row's columns to x: numbers, seconds of dates, levels of categories; NaN where one is missing.

/** The first column of so many that is missing and has this rule; −1 where there is none. */
export function firstMissing(values: Numbers, rules: Numbers, rule: number, n: Int): number {
  for (let i = 0; i < n; i++) if (rules[i] === rule && Number.isNaN(values[i])) return i;
  return -1;
}

/** The column of the first of so many values that is not finite; −1 where there is none. Columns of −1 do not count. */
export function firstNotFinite(values: Numbers, columns: Numbers, n: Int): number {
  for (let i = 0; i < n; i++) if (columns[i] >= 0 && !Number.isFinite(values[i])) return columns[i];
  return -1;
}

/** Puts what stands for a missing value in its place. */
export function fill(values: Float64Array, fillings: Numbers, n: Int): void {
  for (let i = 0; i < n; i++) if (Number.isNaN(values[i])) values[i] = fillings[i];
}

/** 1 where a value is missing. */
export function isMissing(value: number): number {
  return Number.isNaN(value) ? 1 : 0;
}

export function clear(x: Float64Array, n: Int): void {
  for (let j = 0; j < n; j++) x[j] = 0;
}

/** x = (value − center) / scale, for columns side by side. */
export function standardize(
  values: Numbers,
  from: Int,
  x: Float64Array,
  at: Int,
  center: Numbers,
  scale: Numbers,
  n: Int,
): void {
  for (let i = 0; i < n; i++) x[at + i] = (values[from + i] - center[i]) / scale[i];
}

/** 1 in the column of a level, of so many, and 0 in the others; it is −1 where it has none. */
export function onehot(level: number, x: Float64Array, at: Int, width: Int): void {
  for (let j = 0; j < width; j++) x[at + j] = level === j ? 1 : 0;
}

/** A number held within bounds. */
export function within(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

/** A level, and `unseen` where it is −1. */
export function ofUnseen(level: number, unseen: number): number {
  return level < 0 ? unseen : level;
}

/** The number of a level, and `unseen` where it is −1. */
export function ofLevel(level: number, numbers: Numbers, unseen: number): number {
  return level < 0 ? unseen : numbers[level];
}

/** The most probable of so many classes, of equals the first. */
export function mostProbable(p: Numbers, n: Int): number {
  let best = 0;
  for (let j = 1; j < n; j++) if (p[j] > p[best]) best = j;
  return best;
}

/** 1 where a probability reaches a threshold. */
export function reaches(p: number, threshold: number): number {
  return p >= threshold ? 1 : 0;
}
