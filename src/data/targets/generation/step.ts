/** Most decimals that numbers are taken to be rounded to. */
const MOST_DECIMALS = 9;

/** Units of dates in seconds, the largest first. */
const dateUnits = [86_400, 3600, 60, 1];

/** The greatest power of ten, up to 1, of which all numbers are multiples as they are written; 0 where there is none. */
export function decimalStep(values: Float64Array): number {
  let decimals = 0;
  for (const value of values) {
    if (Number.isInteger(value)) continue;
    const text = String(value);
    const point = text.indexOf('.');
    if (text.includes('e') || text.length - point - 1 > MOST_DECIMALS) return 0;
    decimals = Math.max(decimals, text.length - point - 1);
  }
  return Number(`1e-${decimals}`);
}

/** The largest unit of which all dates are multiples: a day, an hour, a minute, a second; 0 where there is none. */
export const dateStep = (values: Float64Array): number =>
  dateUnits.find((unit) => values.every((value) => value % unit === 0)) ?? 0;

/** The multiple of a step that is nearest to a value; the value where there is no step. */
export function rounded(value: number, step: number): number {
  if (step === 0) return value;
  if (step >= 1) return step * Math.round(value / step);
  const decimals = -Math.round(Number(step.toExponential().split('e')[1]));
  return Number(value.toFixed(decimals));
}
