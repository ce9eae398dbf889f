import { expect, test } from 'vitest';
import { importanceOf } from '../../../src/studies/tune/importance.js';
import { simulate } from './simulate.js';

const space = { x: { uniform: [0, 1] }, noise: { uniform: [0, 1] }, kind: { choice: ['a', 'b'] } };

test('a parameter that decides explains most of the ranks, one without influence none on average', () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);
  const shares = seeds.map((seed) => {
    const study = simulate(space, ({ x }) => x, { strategy: 'random', trials: 60, seed });
    return study.options.space.map((parameter) => importanceOf(parameter, study.ranking)!);
  });
  const mean = (i: number) => shares.reduce((sum, row) => sum + row[i], 0) / shares.length;
  expect(mean(0)).toBeGreaterThan(0.9);
  expect(mean(1)).toBeLessThan(0.05);
  expect(mean(2)).toBeLessThan(0.05);
});

test('worked by hand: ranks 0 1 | 2 3 of two choices', () => {
  const [kind] = simulate({ kind: { choice: ['a', 'b'] } }, () => 0, { strategy: 'random', trials: 1 })
    .options.space;
  const ranking = ['a', 'a', 'b', 'b'].map((value, trial) => ({
    trial,
    values: { kind: value },
    value: trial,
  }));
  // total 5, over 3; within ½ + ½, over 2
  expect(importanceOf(kind, ranking)).toBeCloseTo(1 - 0.5 / (5 / 3), 12);
  expect(importanceOf(kind, ranking.slice(0, 2))).toBeNull();
});
