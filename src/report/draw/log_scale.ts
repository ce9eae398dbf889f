import { type Mark, Plot } from './plot.js';
import { short } from './text.js';

/**
 * Options of a logarithmic axis from `low` to `high` (both positive), with space on both sides and a line for each
 * number that is named.
 */
export function logScale(low: number, high: number) {
  const [from, to] = [low / 1.3, high * 1.3];
  const powers = Array.from({ length: 617 }, (_, i) => i - 308);
  const fine = (digits: readonly number[]) =>
    powers
      .flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)))
      .filter((tick) => tick >= from && tick <= to);
  const decades = fine([1]);
  const step = Math.ceil(decades.length / 8);
  const candidates = [
    decades.filter((_, i) => i % step === 0),
    fine([1, 2, 5]),
    fine([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  ];
  const ticks = candidates.find(({ length }) => length > 3) ?? candidates[2];
  return { type: 'log', domain: [from, to], ticks, axis: null } as const;
}

/** Whether numbers from `low` to `high` are so far apart that a linear scale shows the large ones alone. */
export const spansDecades = (low: number, high: number): boolean => low > 0 && high / low > 30;

/** Axis of a logarithmic scale. Plot's own leaves out labels that it finds too many. */
export function logAxis(along: 'x' | 'y', { ticks }: ReturnType<typeof logScale>, label: string): Mark {
  const options = { text: short, label } as const;
  return along === 'x' ? Plot.axisX(ticks, options) : Plot.axisY(ticks, options);
}
