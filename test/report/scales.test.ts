import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logScale } from '../../src/report/draw/log_scale.js';
import { chartWidth, drawPlot, fontSize, Plot } from '../../src/report/draw/plot.js';
import { short, shorten, textWidth } from '../../src/report/draw/text.js';
import { thinned } from '../../src/report/evidence/thinned.js';

test('a logarithmic scale holds its values, and names a few numbers within it', () => {
  const positive = fc.double({ min: 1e-200, max: 1e200, noNaN: true });
  const size = fc.record({
    along: fc.constantFrom<'x' | 'y'>('x', 'y'),
    length: fc.integer({ min: 100, max: 600 }),
  });
  fc.assert(
    fc.property(positive, positive, size, (a, b, axis) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const { domain, ticks } = logScale(low, high, axis);
      expect(domain[0]).toBeLessThan(low);
      expect(domain[1]).toBeGreaterThan(high);
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThan(20);
      for (const tick of ticks) expect(tick >= domain[0] && tick <= domain[1]).toBe(true);
      // labels side by side do not meet
      const at = (tick: number) =>
        (Math.log(tick / domain[0]) / Math.log(domain[1] / domain[0])) * axis.length;
      const half = (tick: number) => (axis.along === 'x' ? textWidth(short(tick)) : fontSize) / 2;
      ticks.slice(1).forEach((tick, i) => {
        expect(at(tick) - half(tick), `${ticks}`).toBeGreaterThan(at(ticks[i]) + half(ticks[i]));
      });
    }),
  );
  const wide = { along: 'x', length: 400 } as const;
  expect(logScale(1e-4, 1, wide).ticks).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1]);
  expect(logScale(0.02, 1, wide).ticks).toEqual([0.02, 0.05, 0.1, 0.2, 0.5, 1]);
  expect(logScale(0.3, 0.5, wide).ticks).toEqual([0.3, 0.4, 0.5, 0.6]);
});

test('rows are thinned evenly, the first always among them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 100 }), (rows, count) => {
      const kept = thinned(rows, count);
      expect(kept[0]).toBe(0);
      expect(kept.length).toBeLessThanOrEqual(count);
      expect(kept.at(-1)).toBeLessThan(rows);
      expect(new Set(kept.slice(1).map((row, i) => row - kept[i])).size).toBeLessThanOrEqual(1);
    }),
  );
  expect(thinned(5, 10)).toEqual([0, 1, 2, 3, 4]);
});

test('numbers and names as a picture shows them', () => {
  expect([0.123456, -2, 1e-9, 1.25e-4, 123456, 0, 100].map(short)).toEqual([
    '0.1235',
    '−2',
    '1e−9',
    '1.25e−4',
    '123500',
    '0',
    '100',
  ]);
  expect(shorten('sepal_length')).toBe('sepal_length');
  expect(shorten('abcdef', 4)).toBe('abc…');
});

test('numbers at ticks do not run together, however large or small they are', () => {
  for (const size of [1e-9, 1e-3, 1, 4e5, 1e6, 1e12]) {
    const { svg } = drawPlot('', {
      width: chartWidth,
      height: 280,
      marginLeft: 58,
      x: { ticks: 6 },
      y: { ticks: 6 },
      marks: [Plot.dot([-2, 5, 10], { x: (value) => size * value, y: (value) => size * value })],
    });
    const labels = [...svg.matchAll(/axis tick label"[\s\S]*?<\/g>/g)];
    expect(labels).toHaveLength(2);
    for (const [axis] of labels) {
      const texts = [...axis.matchAll(/<text[^>]*>([^<]+)<\/text>/g)].map(([, text]) => text);
      expect(texts.length).toBeGreaterThan(2);
      for (const text of texts) expect(textWidth(text), text).toBeLessThanOrEqual(52);
    }
  }
  expect([1e12, 1.234e6, 999999, -5e-9, 0].map(short)).toEqual(['1e12', '1.234e6', '1000000', '−5e−9', '0']);
});
