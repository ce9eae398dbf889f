import { expect } from 'vitest';
import type { Check } from './common.js';
import { expectRefused, featuresOf, plane, rowsOf, targetOf, withCell } from './estimator.js';

/** The checks for regressors, by scikit-learn's names. */
export const regressorChecks: Record<string, Check> = {
  // a plane with noise is learned, and broken rows are refused
  async check_regressors_train({ create }) {
    const { train, predict, tryTrain } = create({ training: { epochs: 100 } });
    const data = plane(100);
    await train(data);
    const y = targetOf(data).map(Number);
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const answers = await predict(featuresOf(data));
    const off = answers.reduce((sum, [value], i) => sum + (Number(value) - y[i]) ** 2, 0);
    expect(1 - off / y.reduce((sum, value) => sum + (value - mean) ** 2, 0)).toBeGreaterThan(0.5);
    expectRefused(await tryTrain([...data, [1]]), /data\.csv:102:1: 1 field, expected 3/);
  },

  // several numbers are one prediction each, in the columns' order
  async check_regressor_multioutput({ create }) {
    const { train, done } = create({ data: { target: ['y', 'z'] }, training: { epochs: 100 } });
    await train(plane(60).map((row, i) => [...row, i === 0 ? 'z' : 100]));
    const { stdout } = await done('predict run data.csv');
    const [header, ...rows] = stdout.trimEnd().split('\n');
    expect(header).toBe('prediction_y,prediction_z');
    expect(rows).toHaveLength(60);
  },

  // a number is predicted, and nothing beside it
  async check_regressors_no_decision_function({ create }) {
    const { train, done } = create();
    await train(plane(30));
    const { stdout } = await done('predict run data.csv');
    for (const line of stdout.trimEnd().split('\n').slice(1))
      expect(Number.isFinite(Number(line))).toBe(true);
    expect(stdout.split('\n')[0]).toBe('prediction');
  },

  // whole numbers are numbers
  async check_regressors_int({ create }) {
    const { train, predict } = create();
    const data = rowsOf(plane(50), (rows) => rows.map((row, i) => row.with(-1, i % 3)));
    await train(data);
    const expected = await predict(featuresOf(data));
    await train(rowsOf(data, (rows) => rows.map((row) => row.with(-1, `${row.at(-1)}.0`))));
    expect(await predict(featuresOf(data))).toEqual(expected);
  },

  // a missing or endless target is refused, with its place
  async check_supervised_y_no_nan({ create }) {
    // a row without a target is left out unless it is said to be an error
    const strict = { data: { target: 'y', columns: { y: { missing: 'error' } } } };
    for (const cell of ['', 'nan', 'inf', '-inf'])
      expectRefused(
        await create(strict).tryTrain(withCell(plane(20), 5, 2, cell)),
        /data\.csv:6:3: column 3 \(y\)/,
      );
  },

  // one target in a list is that target
  async check_supervised_y_2d({ create }) {
    const data = plane(30);
    const [one, list] = [create(), create({ data: { target: ['y'] } })];
    await one.train(data);
    await list.train(data);
    expect(await list.predict(featuresOf(data))).toEqual(await one.predict(featuresOf(data)));
  },

  // a loss of counts takes no negative ones
  async check_fit_non_negative({ create }) {
    const { tryTrain } = create({ head: { loss: 'poisson_nll' } });
    expectRefused(await tryTrain('x1,y\n-1,-1\n1,2\n'), /poisson_nll/, 78);
  },
};
