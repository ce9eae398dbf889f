import { describe, expect, test } from 'vitest';
import { noImprovements, observe } from '../../../src/training/stopping/improvements.js';

describe('what counts as an improvement', () => {
  const course = (metric: 'loss' | 'accuracy', values: readonly (number | null)[], minDelta = 0) => {
    const improvements = noImprovements();
    return values.map((value, i) => {
      const isBest = observe(improvements, metric, value, i + 1, minDelta);
      return [isBest, improvements.waited, improvements.bestEpoch];
    });
  };

  test('of a loss: what is lower, and not what is equal', () => {
    expect(course('loss', [3, 2, 2, 2.5, 1])).toEqual([
      [true, 0, 1],
      [true, 0, 2],
      [false, 1, 2],
      [false, 2, 2],
      [true, 0, 5],
    ]);
  });

  test('of an accuracy: what is higher', () => {
    expect(course('accuracy', [0.5, 0.4, 0.6])).toEqual([
      [true, 0, 1],
      [false, 1, 1],
      [true, 0, 3],
    ]);
  });

  test('min_delta: small steps are waited through, but add up, and the best weights are kept all the same', () => {
    // The reference is 3 until 2.4, which is 0.6 lower; 2 is 0.4 lower than that, 1.9 then 0.5, which is not more
    // than 0.5.
    expect(course('loss', [3, 2.7, 2.4, 2, 1.9, 1.8], 0.5)).toEqual([
      [true, 0, 1],
      [true, 1, 2],
      [true, 0, 3],
      [true, 1, 4],
      [true, 2, 5],
      [true, 0, 6],
    ]);
  });

  test('a value that is missing or not finite is none', () => {
    expect(course('accuracy', [null, Number.NaN, Number.POSITIVE_INFINITY, 0, null])).toEqual([
      [false, 1, 0],
      [false, 2, 0],
      [false, 3, 0],
      [true, 0, 4],
      [false, 1, 4],
    ]);
  });
});
