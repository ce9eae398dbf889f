import { log } from '../../math/index.js';
import { fontSize, type Mark, Plot } from './plot.js';
import { short, textWidth } from './text.js';

/** Length of an axis in pixels, and along which side of the frame it is. */
export interface AxisSize {
  readonly along: 'x' | 'y';
  readonly length: number;
}

/**
 * Options of a logarithmic axis from `low` to `high` (both positive), with space on both sides and a line for each
 * number that is named: as many as there is space for beside each other.
 */
export function logScale(low: number, high: number, size: AxisSize) {
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
  const wanted = candidates.find(({ length }) => length > 3) ?? candidates[2];
  const ticks = apart(wanted, log(to / from), size);
  return { type: 'log', domain: [from, to], ticks, axis: null } as const;
}

/** Ticks whose labels do not meet, powers of ten before the others; `range` is what the axis spans, as a logarithm. */
function apart(ticks: readonly number[], range: number, { along, length }: AxisSize): number[] {
  const extent = (tick: number) => (along === 'x' ? textWidth(short(tick)) + 8 : 1.4 * fontSize);
  const distance = (a: number, b: number) => (Math.abs(log(a / b)) / range) * length;
  const rank = (tick: number) => ['1', '5', '2'].indexOf(tick.toExponential()[0]) >>> 0;
  const kept: number[] = [];
  for (const tick of [...ticks].sort((a, b) => rank(a) - rank(b) || a - b))
    if (kept.every((other) => distance(tick, other) >= (extent(tick) + extent(other)) / 2)) kept.push(tick);
  return kept.sort((a, b) => a - b);
}

/** Whether numbers from `low` to `high` are so far apart that a linear scale shows the large ones alone. */
export const spansDecades = (low: number, high: number): boolean => low > 0 && high / low > 30;

/** Axis of a logarithmic scale. Plot's own leaves out labels that it finds too many. */
export function logAxis(along: 'x' | 'y', { ticks }: ReturnType<typeof logScale>, label: string): Mark {
  const options = { text: short, label } as const;
  return along === 'x' ? Plot.axisX(ticks, options) : Plot.axisY(ticks, options);
}
