import { describe, expect, it } from 'vitest';
import { pairedDifference, summarize } from '../../../src/studies/cv/uncertainty.js';

describe('uncertainty of the scores of folds', () => {
  // by hand: mean 3, s² = (4 + 1 + 0 + 1 + 4)/4 = 2.5, and 2.5 (1/5 + 1/4) = 1.125
  it('is that of Nadeau and Bengio', () => {
    const { mean, standard_deviation, standard_error } = summarize([1, 2, 3, 4, 5], 0.25);
    expect(mean).toBe(3);
    expect(standard_deviation).toBe(Math.sqrt(2.5));
    expect(standard_error).toBe(Math.sqrt(1.125));
  });

  // a sum of five times 21/22, over 5, is another double
  it('of equal scores is 0', () => {
    const score = 21 / 22;
    expect(summarize([score, score, score, score, score], 0)).toEqual({
      mean: score,
      standard_deviation: 0,
      standard_error: 0,
    });
  });

  // differences 1, 2, 3: mean 2, s² = 1, error √(1/3 + 1/2); t = 2.1909, and 2 P(T₂ > t) is SciPy's
  it('of paired differences is a corrected t', () => {
    const { mean, standard_error, t, p } = pairedDifference([1, 1, 1], [2, 3, 4], 0.5);
    expect(mean).toBe(2);
    expect(standard_error).toBe(Math.sqrt(1 / 3 + 0.5));
    expect(t).toBe(2 / Math.sqrt(1 / 3 + 0.5));
    expect(p).toBeCloseTo(0.15983194958319402, 12);
  });

  it('of no difference is none', () => {
    expect(pairedDifference([1, 2], [1, 2], 0.5)).toMatchObject({ mean: 0, standard_error: 0, p: 1 });
    expect(pairedDifference([1, 2], [2, 3], 0.5).p).toBe(0);
  });
});
