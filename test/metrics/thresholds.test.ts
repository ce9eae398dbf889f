import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseThreshold, countsAt, figureOf, parseGoal } from '../../src/metrics/thresholds/index.js';

const { cases } = JSON.parse(readFileSync(new URL('../golden/thresholds.json', import.meta.url), 'utf8')) as {
  cases: ({ probabilities: number[]; truth: number[]; weights: number[] } & Record<string, number>)[];
};
const goals = ['f1', 'balanced_accuracy', 'cost=fp:1,fn:5'] as const;

describe.each(goals)('%s', (name) => {
  const goal = parseGoal(name);

  test.each(cases.map((_, i) => i))("the best figure is scikit-learn's: case %i", (index) => {
    const { [name]: figure, ...rows } = cases[index];
    const scored = {
      columns: 1,
      probabilities: Float64Array.from(rows.probabilities),
      truth: Float64Array.from(rows.truth),
      weights: Float64Array.from(rows.weights),
    };
    const { threshold, value } = chooseThreshold(scored, goal);
    expect(value).toBeCloseTo(figure, 12);
    expect(figureOf(goal, countsAt(scored, threshold))).toBe(value);
  });

  const row = fc.record({ p: fc.integer({ min: 0, max: 12 }), t: fc.integer({ min: 0, max: 1 }) });
  test('no threshold is better, and of equally good ones none is nearer to 0.5', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 24 }),
        fc.integer({ min: 1, max: 2 }),
        (list, columns) => {
          fc.pre(list.length % columns === 0 && (columns === 1 || name !== 'balanced_accuracy'));
          const scored = {
            columns,
            probabilities: Float64Array.from(list, ({ p }) => p / 12),
            truth: Float64Array.from(list, ({ t }) => t),
          };
          const at = (threshold: number) => figureOf(goal, countsAt(scored, threshold));
          const { threshold, value } = chooseThreshold(scored, goal);
          expect(at(threshold)).toBe(value);
          const sign = goal.better === 'higher' ? 1 : -1;
          for (let k = 1; k <= 120; k++) {
            expect(sign * at(k / 120)).toBeLessThanOrEqual(sign * value + 1e-12);
          }
          if (at(0.5) === value) expect(threshold).toBe(0.5);
        },
      ),
    );
  });
});

test('the threshold lies between two probabilities, at a number of few digits', () => {
  const scored = {
    columns: 1,
    probabilities: Float64Array.of(0.9, 0.8123, 0.3456, 0.2),
    truth: Float64Array.of(1, 1, 0, 0),
  };
  expect(chooseThreshold(scored, parseGoal('f1')).threshold).toBe(0.5);
  const low = { ...scored, probabilities: scored.probabilities.map((p) => p / 2) };
  expect(chooseThreshold(low, parseGoal('f1')).threshold).toBe(0.3);
});

test.each([
  ['f2', 'no such goal'],
  ['f1 ', 'did you mean'],
  ['balanced', 'balanced_accuracy'],
  ['cost', 'expected two numbers'],
  ['cost=fp:1', 'expected two numbers'],
  ['cost=fp:1,fn:-5', 'expected two numbers'],
  ['cost=fp:1,fn:x', 'expected two numbers'],
  ['cost=fp:1.2.3,fn:1', 'expected two numbers'],
  ['cost=fp:0,fn:0', 'every threshold is as good'],
])('--for %s is refused', (text, message) => {
  expect(() => parseGoal(text)).toThrow(message);
});
