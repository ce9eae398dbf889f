const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export const mean = (values: readonly number[]) => sum(values) / values.length;

/** Standard error of the mean, from the deviation with n − 1; NaN of a single value. */
export function standardError(values: readonly number[]): number {
  const center = mean(values);
  const squares = sum(values.map((value) => (value - center) ** 2));
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1));
}

/** Mean and its standard error. */
export interface Estimate {
  mean: number;
  error: number;
}

export const estimate = (values: readonly number[]): Estimate => ({
  mean: mean(values),
  error: standardError(values),
});

/** Geometric mean, and its standard error by that of the logarithms. */
export function geometric(ratios: readonly number[]): Estimate {
  const logs = ratios.map(Math.log);
  const center = Math.exp(mean(logs));
  return { mean: center, error: center * standardError(logs) };
}

/** Ranks of values, 1 for the best; equal ones share the mean of their places. */
export function ranks(values: readonly number[], isHigherBetter: boolean): number[] {
  const count = (isCounted: (value: number) => boolean) => values.filter(isCounted).length;
  return values.map((value) => {
    const better = count((other) => (isHigherBetter ? other > value : other < value));
    return better + (count((other) => other === value) + 1) / 2;
  });
}

/** Values between 0, the worst of them, and 1, the best; all 1 where they are equal. */
export function normalised(values: readonly number[], isHigherBetter: boolean): number[] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const worst = isHigherBetter ? low : high;
  return values.map((value) => (low === high ? 1 : Math.abs(value - worst) / (high - low)));
}

/**
 * Share of the test rows that a classifier takes for another class, over all seeds, with half a row more, so that there
 * is a ratio of it where none is wrong: (wrong + ½) / (rows + 1).
 */
export const smoothedError = (accuracy: number, rows: number) => ((1 - accuracy) * rows + 0.5) / (rows + 1);
