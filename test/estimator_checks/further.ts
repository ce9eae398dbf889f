import { expect } from 'vitest';
import type { Check } from './common.js';
import { featuresOf, rowsOf } from './estimator.js';

/** Checks that scikit-learn leaves to its estimators, in the form of the others. */
export const furtherChecks: Record<string, Check> = {
  // a column that says nothing: a warning, and finite predictions, with any way to scale
  async check_constant_columns({ create, data }) {
    for (const scale of ['standard', 'minmax', 'robust', 'none']) {
      const { train, predict } = create({ data: { target: 'y', scale } });
      const rows = rowsOf(data(20), (body) => body.map(([, ...rest]) => [7, ...rest]));
      const { stderr } = await train(rows);
      if (scale !== 'none') expect(stderr).toMatch(/x1/);
      for (const [, ...numbers] of await predict(featuresOf(rows)))
        for (const number of numbers) expect(Number.isFinite(Number(number))).toBe(true);
    }
  },

  // all columns constant: the same prediction for every row
  async check_all_columns_constant({ create, data }) {
    const { train, predict } = create();
    const rows = rowsOf(data(20), (body) => body.map(([, , ...rest]) => [7, -2, ...rest]));
    await train(rows);
    expect(new Set((await predict(featuresOf(rows))).map(String)).size).toBe(1);
  },

  // every row the same but for the target
  async check_duplicate_rows({ create, data }) {
    const { train, predict } = create();
    const rows = rowsOf(data(30), (body) => [...body, ...body, ...body]);
    await train(rows);
    const answers = await predict(featuresOf(rows));
    expect(answers.slice(30, 60)).toEqual(answers.slice(0, 30));
  },
};
