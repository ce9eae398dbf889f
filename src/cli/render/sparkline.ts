import { rangeOf } from '../../range.js';

const blocks = '▁▂▃▄▅▆▇█';

/** Most points that a curve shows; even. */
const width = 12;

/** The course of positive numbers as a line of blocks, the lowest for the least of them. */
export interface Sparkline {
  add(value: number): void;
  toString(): string;
}

/**
 * Creates an empty sparkline. Adding a value and drawing take constant time: when the line is full, pairs of neighbours
 * are averaged, and from then on a block is the mean of twice as many values. The scale is logarithmic, as a loss that
 * halves is as good news late as early.
 */
export function createSparkline(): Sparkline {
  let means: number[] = [];
  let span = 1;
  let sum = 0;
  let count = 0;
  return {
    add(value) {
      if (!(value > 0 && value < Number.POSITIVE_INFINITY)) return;
      sum += value;
      count++;
      if (count < span) return;
      if (means.length === width) {
        means = Array.from({ length: width / 2 }, (_, i) => (means[2 * i] + means[2 * i + 1]) / 2);
        span *= 2;
        return;
      }
      means.push(sum / count);
      sum = 0;
      count = 0;
    },
    toString() {
      const logs = means.map(Math.log);
      const [low, high] = rangeOf(logs);
      const range = high - low;
      const level = (value: number) =>
        range > 0 ? Math.round(((value - low) / range) * (blocks.length - 1)) : 0;
      return logs.map((value) => blocks[level(value)]).join('');
    },
  };
}
