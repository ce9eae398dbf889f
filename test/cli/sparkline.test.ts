import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSparkline } from '../../src/cli/render/sparkline.js';

function drawn(values: readonly number[]): string {
  const line = createSparkline();
  for (const value of values) line.add(value);
  return line.toString();
}

test('worked by hand', () => {
  expect(drawn([])).toBe('');
  expect(drawn([3])).toBe('▁');
  expect(drawn([2, 2, 2])).toBe('▁▁▁');
  // powers of two are evenly spaced in their logarithms: 8 of them are the 8 blocks
  expect(drawn([128, 64, 32, 16, 8, 4, 2, 1])).toBe('█▇▆▅▄▃▂▁');
  // the 13th value puts the first twelve together in pairs: means 12, 3 (4 times), 12; then 24 values with those of 13
  // and 14
  expect(drawn([8, 16, 3, 3, 3, 3, 3, 3, 3, 3, 16, 8, 12])).toBe('█▁▁▁▁█');
  expect(drawn([8, 16, 3, 3, 3, 3, 3, 3, 3, 3, 16, 8, 12, 12])).toBe('█▁▁▁▁██');
  // … and those of 15 and 16
  expect(drawn([...new Array(12).fill(1), 4, 1, 4, 1])).toBe('▁▁▁▁▁▁██');
});

test('however many values: 12 blocks at most, from the highest to the lowest where they fall', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 3000 }), (count) => {
      const line = drawn(Array.from({ length: count }, (_, i) => 1 / (1 + i)));
      expect(line).toMatch(/^█[▁-█]{4,10}▁$/);
      expect([...line]).toEqual([...line].sort().reverse());
    }),
  );
});

test('a loss of nothing, or of no number, is left out', () => {
  expect(drawn([4, Number.NaN, 2, Number.POSITIVE_INFINITY, 0, 1])).toBe(drawn([4, 2, 1]));
});
