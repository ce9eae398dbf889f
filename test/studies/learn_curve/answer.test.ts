import { expect, it } from 'vitest';
import { gainText } from '../../../src/studies/learn_curve/answer.js';
import type { CurveFile } from '../../../src/studies/learn_curve/curve_file.js';

/** The end of a learning curve: means of the metric on rows that measure, and on those that were trained on. */
const curve = (score: number, training: number, more: Partial<CurveFile> = {}) =>
  ({
    ...{ metric: 'accuracy', better: 'higher', repeats: 5, measured: { part: 'test', rows: 30 } },
    gain: { from: 45, to: 90, mean: 0, standard_error: 0, p: 1 },
    points: [
      {
        score: { mean: score, standard_deviation: 0.02 },
        training: { mean: training, standard_deviation: 0.02 },
      },
    ],
    ...more,
  }) as unknown as CurveFile;

it('advises a larger network where there is room for one, and says where there is none', () => {
  const larger = /a larger network may have more to gain than more rows\.$/;
  expect(gainText(curve(0.9, 0.92))).toMatch(larger);
  expect(gainText(curve(0.98, 1))).toMatch(
    /The training accuracy is 1 already: a larger network has nothing to gain there\.$/,
  );
  expect(gainText(curve(1, 1))).toBe(
    'From 45 to 90 training rows each doubling leaves test accuracy where it is, by 0. At the end test accuracy is ' +
      '1, as good as it can be: there is nothing to gain here.',
  );
  const error = { metric: 'rmse', better: 'lower' } as const;
  expect(gainText(curve(1, 1, error))).toMatch(larger);
  expect(gainText(curve(0, 0, error))).toMatch(/test rmse is 0, as good as it can be/);
});

it('advises more rows, or regularization, where the rows trained on are predicted much better', () => {
  expect(gainText(curve(0.8, 1))).toMatch(
    /The training accuracy is better by 0\.2: more rows narrow that gap/,
  );
});
