import { expect, it } from 'vitest';
import { suggest } from '../../../src/studies/lr_find/suggestion.js';

const steps = (smoothed: (decade: number) => number) =>
  Array.from({ length: 101 }, (_, i) => {
    const decade = -5 + i / 20;
    return { rate: 10 ** decade, loss: smoothed(decade), smoothed: smoothed(decade) };
  });

it('the steepest descent of a curve that is known', () => {
  // falls by a logistic curve whose slope is greatest at 10^-3, rises from 10^-0.5 on
  const { steepest, most } = suggest(
    steps((d) => 2 - 1 / (1 + Math.exp(-6 * (d + 3))) + Math.max(0, d + 0.5) ** 2),
  )!;
  expect(Math.log10(steepest)).toBeCloseTo(-3, 9);
  expect(Math.log10(most)).toBeLessThan(-1.4);
  expect(Math.log10(most)).toBeGreaterThan(-1.9);
});

it('never more than a tenth of the rate at which the loss is least', () => {
  const { steepest, most } = suggest(
    steps((d) => (d < -1.2 ? 2 : d < -0.9 ? 2 - (d + 1.2) * 4 : 0.8 + (d + 0.9))),
  )!;
  expect(steepest).toBe(most);
  expect(Math.log10(most)).toBeCloseTo(-1.9, 9);
});

it.each([
  ['that rises', steps((d) => 1 + (d + 5) ** 2)],
  ['that stays', steps(() => 1)],
  ['of a few steps', steps((d) => -d).slice(0, 4)],
])('none for a loss %s', (_, found) => {
  expect(suggest(found)).toBeUndefined();
});
