import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { shell } from '../helpers/cli.js';
import { isLong } from '../helpers/runs.js';
import {
  type Cells,
  csvOf,
  type Estimator,
  expectRefused,
  featuresOf,
  rowsOf,
  withCell,
} from './estimator.js';

/** Data and settings that a kind of estimator is checked with. */
export interface Kind {
  readonly create: (more?: object) => Estimator;
  readonly data: (rows: number, options?: { features?: number; seed?: number }) => Cells;
}

export type Check = (kind: Kind) => Promise<void>;

const model = 'run/model.safetensors';

/** Every element of these is a text that names no finite number. */
const notNumbers = ['nan', 'NaN', 'inf', '-inf', 'Infinity', '1e999'];

/** The checks for any estimator, by scikit-learn's names. What each stands for here is said above it. */
export const commonChecks: Record<string, Check> = {
  // every key but the data's has a default
  async check_parameters_default_constructible({ data, create }) {
    const { mlp, write, sha256 } = create();
    write('data.csv', csvOf(data(40)));
    write('bare.json', { data: { train: 'data.csv', target: 'y' } });
    expect((await mlp('train bare.json --out bare --quiet')).code).toBe(0);
    expect(sha256('bare/model.safetensors')).toMatch(/^[0-9a-f]{64}$/);
  },

  // 1, 1.0, +1 and 1e0 are the same number, and give the same bits
  async check_estimators_dtypes({ create, data }) {
    const { train, predict } = create();
    const whole = rowsOf(data(30), (rows) => rows.map((row, i) => [i % 5, (i * 7) % 3, row.at(-1)!]));
    await train(whole);
    const answers = await predict(featuresOf(whole));
    for (const write of [(v: string) => `${v}.0`, (v: string) => `+${v}e0`, (v: string) => `0${v}00E-2`]) {
      const other = rowsOf(whole, (rows) => rows.map(([a, b, y]) => [write(String(a)), write(String(b)), y]));
      expect(await predict(featuresOf(other))).toEqual(answers);
      await train(other);
      expect(await predict(featuresOf(whole))).toEqual(answers);
    }
  },

  // eval takes data with the target, as train does
  async check_fit_score_takes_y({ create, data }) {
    const { train, done, write } = create();
    await train(data(30));
    write('more.csv', csvOf(data(20, { seed: 1 })));
    const { stdout } = await done('eval run more.csv --json');
    expect(JSON.parse(stdout).data.loss).toBeGreaterThan(0);
  },

  // a row without a weight, and one with a negative weight, are refused
  async check_sample_weights_shape({ create, data }) {
    const { tryTrain } = create({ data: { target: 'y', weight: 'w' } });
    const weighted = withWeights(data(20), () => 1);
    for (const [cell, message] of [
      ['', /data\.csv:4:\d+: column 4 \(w\)/],
      ['-1', /data\.csv:4:\d+: column 4 \(w\)/],
      ['nan', /data\.csv:4:\d+: column 4 \(w\)/],
    ] as const)
      expectRefused(await tryTrain(withCell(weighted, 3, 3, cell)), message);
    expectRefused(
      await tryTrain(weighted.map((row, i) => (i === 3 ? row.slice(0, -1) : row))),
      /data\.csv:4/,
    );
  },

  // the file that holds the weights is as it was
  async check_sample_weights_not_overwritten({ create, data }) {
    const { train, read } = create({ data: { target: 'y', weight: 'w' } });
    const weighted = withWeights(data(20), (i) => (i % 3) / 2);
    await train(weighted);
    expect(read('data.csv')).toBe(csvOf(weighted));
  },

  // weights of 1 are as none, and a weight of 0 as no row (up to rounding: sums have other terms then)
  async check_sample_weights_invariance({ create, data }) {
    const settings = {
      optimizer: { type: 'sgd' },
      training: { epochs: 20, batch_size: 'full', shuffle: false },
    };
    const rows = data(24);
    const plain = create({ ...settings, data: { target: 'y', scale: 'none', features: ['x1', 'x2'] } });
    await plain.train(rows);
    const expected = await plain.predict(featuresOf(rows));
    const weighted = create({
      ...settings,
      data: { target: 'y', scale: 'none', features: ['x1', 'x2'], weight: 'w' },
    });
    await weighted.train(withWeights(rows, () => 1));
    expect(await weighted.predict(featuresOf(rows))).toEqual(expected);
    const others = data(12, { seed: 3 }).slice(1);
    await weighted.train([...withWeights(rows, () => 1), ...others.map((row) => [...row, 0])]);
    close(await weighted.predict(featuresOf(rows)), expected, 1e-9);
  },

  // train says what came of it, and exits with 0; files that may not be written to are enough
  async check_estimators_fit_returns_self({ create, data }) {
    const { train, directory, done, json } = create();
    expect((await train(data(21))).stdout).toMatch(/loss/);
    for (const name of ['data.csv', 'c.json']) chmodSync(`${directory}/${name}`, 0o444);
    const { stdout } = await done('train c.json --out other --json');
    expect(JSON.parse(stdout)).toEqual(json('other/metrics.json'));
  },

  // complex numbers are no numbers
  async check_complex_data({ create, data }) {
    const { tryTrain } = create();
    for (const cell of ['1+2j', '(1+2j)', '2i'])
      expectRefused(await tryTrain(withCell(data(20), 5, 0, cell)), /data\.csv:6:1: column 1 \(x1\)/);
  },

  // numbers in quotes are the same numbers; an object is refused, and so is a word among numbers
  async check_dtype_object({ create, data }) {
    const { train, tryTrain, predict } = create();
    const rows = data(40);
    await train(rows);
    const expected = await predict(featuresOf(rows));
    await train(rowsOf(rows, (body) => body.map((row) => row.map((cell) => `"${cell}"`))));
    expect(await predict(featuresOf(rows))).toEqual(expected);
    for (const cell of ['"{""foo"": ""bar""}"', 'foo'])
      expectRefused(
        await tryTrain(withCell(rows, 1, 0, cell)),
        /data\.csv:2:1: column 1 \(x1\) holds numbers/,
      );
  },

  // no bytes, no rows, no features
  async check_estimators_empty_data_messages({ create, data }) {
    const { train, tryTrain, tryPredict } = create();
    expectRefused(await tryTrain(''), /data\.csv: no data: the file is empty/);
    expectRefused(await tryTrain('x1,x2,y\n'), /data\.csv: no data: there is a header, but no row/);
    expectRefused(await tryTrain(data(20).map((row) => row.slice(-1))), /features/);
    await train(data(20));
    expectRefused(await tryPredict(''), /stdin: no data/);
    expectRefused(await tryPredict('x1,x2\n'), /stdin: no data/);
  },

  // scaling is part of the model: data scaled beforehand give the same predictions (up to the rounding of that)
  async check_pipeline_consistency({ create, data }) {
    const rows = data(40);
    const scaled = standardized(rows);
    const first = create();
    await first.train(rows);
    const second = create({ data: { target: 'y', scale: 'none' } });
    await second.train(scaled);
    close(await first.predict(featuresOf(rows)), await second.predict(featuresOf(scaled)), 1e-9);
  },

  // NaN and Inf are refused with their place, in training and in what is predicted
  async check_estimators_nan_inf({ create, data }) {
    const { train, tryTrain, tryPredict } = create();
    const rows = data(20);
    for (const cell of notNumbers)
      expectRefused(await tryTrain(withCell(rows, 5, 0, cell)), /data\.csv:6:1: column 1 \(x1\)/);
    await train(rows);
    for (const cell of notNumbers)
      expectRefused(
        { ...(await tryPredict(withCell(featuresOf(rows), 5, 0, cell))), stdout: '' },
        /stdin:6:1: column 1 \(x1\)/,
      );
  },

  // the config is as it was
  async check_estimators_overwrite_params({ create, data }) {
    const { train, mlp, read } = create();
    await train(data(21));
    const before = read('c.json');
    await mlp('train c.json --out other --set training.epochs=2 --quiet');
    await mlp('check c.json');
    await mlp('gradcheck c.json');
    expect(read('c.json')).toBe(before);
  },

  // a model, moved away from all else, predicts the same bits
  async check_estimators_pickle({ create, data }) {
    const { train, predict, directory } = create();
    const rows = data(30);
    await train(rows);
    const expected = await predict(featuresOf(rows));
    const elsewhere = create();
    elsewhere.write(model, readFileSync(`${directory}/${model}`));
    expect(readdirSync(elsewhere.directory)).toEqual(['run']);
    expect(await elsewhere.predict(featuresOf(rows))).toEqual(expected);
  },

  // weights of a network with another number of inputs are not started from
  async check_estimators_partial_fit_n_features({ create, data }) {
    const { train, mlp, done, write, json } = create();
    await train(data(30));
    write('c.json', { ...json('c.json'), training: { epochs: 1, init_from: 'run' } });
    await done('train c.json --out more --quiet');
    write('data.csv', csvOf(data(30, { features: 3 })));
    const outcome = await mlp('train c.json --out more --force --quiet');
    expectRefused(outcome, /layers\.0\.weight is \[4,2\], expected \[4,3\]/);
  },

  // without training there is nothing to predict with
  async check_estimators_unfitted({ create, data }) {
    const { tryPredict } = create();
    expectRefused(await tryPredict(featuresOf(data(5))), /run: model not found/, 66);
  },

  // as many epochs as were asked for, and the record of each
  async check_non_transformer_estimators_n_iter({ create, data }) {
    const { train, history, done } = create({ training: { epochs: 7 } });
    await train(data(20));
    expect(history('run').map((line) => JSON.parse(line).epoch)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect((await done('inspect run')).stdout).toMatch(/7 epochs/);
  },

  // a row's prediction does not depend on where it stands: to the bit
  async check_methods_sample_order_invariance({ create, data }) {
    const { train, predict } = create();
    const rows = featuresOf(data(50));
    await train(data(50));
    const expected = await predict(rows);
    expect(await predict(rowsOf(rows, (body) => body.toReversed()))).toEqual(expected.toReversed());
  },

  // nor on its company: one by one, and in groups of any size
  async check_methods_subset_invariance({ create, data }) {
    const { train, predict } = create();
    const rows = featuresOf(data(50));
    await train(data(50));
    const expected = await predict(rows);
    for (const size of [1, 3, 17, 49]) {
      const parts: string[][][] = [];
      for (let from = 0; from < 50; from += size)
        parts.push(await predict(rowsOf(rows, (body) => body.slice(from, from + size))));
      expect(parts.flat()).toEqual(expected);
    }
  },

  // one row: works, or says so
  async check_fit2d_1sample({ create, data }) {
    const { tryTrain, predict } = create();
    const outcome = await tryTrain(data(1));
    if (outcome.code === 0) expect(await predict(featuresOf(data(1)))).toHaveLength(1);
    else expectRefused(outcome, /1 row|one row|class/);
  },

  // one feature works
  async check_fit2d_1feature({ create, data }) {
    const { train, predict } = create();
    await train(data(20, { features: 1 }));
    expect(await predict(featuresOf(data(20, { features: 1 })))).toHaveLength(20);
  },

  // the config with all defaults, as train writes it down, trains the same bits
  async check_get_params_invariance({ create, data }) {
    const { train, done, write, read, json, sha256 } = create();
    await train(data(30));
    const { data: described, ...rest } = json('run/config.json');
    write('again/config.json', { ...rest, data: { ...described, train: '../data.csv' } });
    await done('train again/config.json --out again/run --quiet');
    expect(json('again/run/config.json')).toMatchObject(rest);
    const weights = (file: string) => read(file).slice(-64);
    expect(weights('again/run/model.safetensors')).toBe(weights(model));
    expect(sha256(model)).toMatch(/^[0-9a-f]/);
  },

  // --set takes what the config takes, and refuses what it refuses
  async check_set_params({ create, data }) {
    const { train, done, mlp, json } = create();
    await train(data(20));
    await done('train c.json --out other --quiet --set training.epochs=2 --set optimizer.learning_rate=0.5');
    expect(json('other/config.json')).toMatchObject({
      training: { epochs: 2 },
      optimizer: { learning_rate: 0.5 },
    });
    for (const wrong of [
      'training.epochs=-1',
      'training.epochs=abc',
      'optimizer.learning_rate=0',
      'epochs=3',
    ])
      expect({ wrong, code: (await mlp(`train c.json --out third --set ${wrong}`)).code }).toEqual({
        wrong,
        code: 2,
      });
  },

  // using a model does not change it
  async check_dict_unchanged({ create, data }) {
    const { train, predict, done, sha256 } = create();
    await train(data(20));
    const before = sha256(model);
    await predict(featuresOf(data(20)));
    await done('eval run');
    await done('inspect run');
    await done('gradcheck run');
    expect(sha256(model)).toBe(before);
  },

  // training writes into its run directory alone
  async check_dont_overwrite_parameters({ create, data }) {
    const { train, directory } = create();
    await train(data(20));
    expect(readdirSync(directory).sort()).toEqual(['c.json', 'data.csv', 'run']);
  },

  // training twice gives the same bits, of model and history
  async check_fit_idempotent({ create, data }) {
    const { train, sha256, history } = create();
    await train(data(60));
    const before = [sha256(model), history('run')];
    await train(data(60));
    expect([sha256(model), history('run')]).toEqual(before);
  },

  // inspect tells whether there is a model
  async check_fit_check_is_fitted({ create, data }) {
    const { train, mlp } = create();
    expect((await mlp('inspect run')).code).toBe(66);
    await train(data(20));
    expect((await mlp('inspect run')).code).toBe(0);
  },

  // the model says which features it has
  async check_n_features_in({ create, data }) {
    const { train, done } = create();
    await train(data(20, { features: 3 }));
    const { stdout } = await done('inspect run --json');
    expect(JSON.parse(stdout).preprocessing.features.map(({ name }: { name: string }) => name)).toEqual([
      'x1',
      'x2',
      'x3',
    ]);
  },

  // a feature too few is refused, by predict and by eval; one more does not matter where there are names
  async check_n_features_in_after_fitting({ create, data }) {
    const { train, tryPredict, mlp, write, predict } = create();
    await train(data(20, { features: 3 }));
    expectRefused(await tryPredict(featuresOf(data(5))), /x3/);
    write('few.csv', csvOf(data(5)));
    expectRefused(await mlp('eval run few.csv'), /x3/);
    const [header, ...rows] = featuresOf(data(5, { features: 3 }));
    const more: Cells = [['extra', ...header], ...rows.map((row) => [1, ...row])];
    expect(await predict(more)).toEqual(await predict([header, ...rows]));
    const nameless = create({ data: { header: false, target: 'c4' } });
    await nameless.train(data(20, { features: 3 }).slice(1));
    expectRefused(await nameless.tryPredict(data(5, { features: 5 }).slice(1)), /6 fields, expected 4/);
  },

  // data in one dimension are no table
  async check_fit1d({ create }) {
    const { tryTrain } = create();
    expectRefused(await tryTrain('1\n2\n3\n'), /"y"/, 78);
    expectRefused(await tryTrain('y\n1\n2\n3\n'), /features/);
  },

  // nor are they for predict
  async check_fit2d_predict1d({ create, data }) {
    const { train, tryPredict } = create();
    await train(data(20));
    expectRefused(await tryPredict('1,2\n'), /x1/);
    expectRefused(await tryPredict('x1\n1\n2\n'), /x2/);
  },

  // without a target there is nothing to learn
  async check_requires_y_none({ create, data }) {
    const { tryTrain } = create();
    expectRefused(await tryTrain(featuresOf(data(20))), /"y"/, 78);
  },

  // a wrong value of any parameter is refused by its name, before anything is read
  async check_param_validation({ create, data }) {
    const { tryTrain } = create();
    for (const [path, more] of [
      ['optimizer.learning_rate', { optimizer: { type: 'sgd', learning_rate: -1 } }],
      ['optimizer.beta1', { optimizer: { type: 'adam', beta1: 1 } }],
      ['training.epochs', { training: { epochs: 0 } }],
      ['training.batch_size', { training: { batch_size: 2.5 } }],
      ['training.l2', { training: { l2: 'much' } }],
      ['layers[0].units', { layers: [{ type: 'dense', units: 0 }] }],
      ['layers[0].activation', { layers: [{ type: 'dense', units: 1, activation: 'rleu' }] }],
      ['layers[0].rate', { layers: [{ type: 'dropout', rate: 1 }] }],
      ['head.loss', { head: { loss: 'hinge' } }],
      ['seed', { seed: 0.5 }],
    ] as const) {
      const outcome = await tryTrain(data(20), more);
      expect({ path, code: outcome.code }).toEqual({ path, code: 78 });
      expect(outcome.stderr).toContain(path);
    }
  },

  // columns are matched by name: in any order the same bits, and a name that is not there is refused
  async check_dataframe_column_names_consistency({ create, data }) {
    const { train, predict, tryPredict } = create();
    const rows = featuresOf(data(30));
    await train(data(30));
    const expected = await predict(rows);
    expect(await predict(rows.map((row) => row.toReversed()))).toEqual(expected);
    expectRefused(await tryPredict(rows.map((row, i) => (i === 0 ? ['x1', 'X2'] : row))), /x2/);
  },

  // a file, a gzipped one and a pipe hold the same data
  async check_estimators_data_not_an_array({ create, data }) {
    const { train, predict, done, write, directory } = create();
    const rows = csvOf(featuresOf(data(30)));
    await train(data(30));
    const { stdout } = await done('predict run -', { stdin: rows });
    write('x.csv', rows);
    write('x.csv.gz', gzipSync(rows));
    for (const file of ['x.csv', 'x.csv.gz']) expect((await done(`predict run ${file}`)).stdout).toBe(stdout);
    // a real pipe is what cli/predict has in the short form
    if (isLong) expect((await shell('cat x.csv | mlp predict run', { cwd: directory })).stdout).toBe(stdout);
    expect(await predict(rows)).toHaveLength(30);
  },
};

/** The header and rows with a weight each. */
const withWeights = (data: Cells, weight: (i: number) => number): Cells =>
  data.map((row, i) => [...row, i === 0 ? 'w' : weight(i)]);

/** Compares cells: numbers up to a relative difference, texts exactly. */
export function close(found: string[][], expected: string[][], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((row, i) => {
    row.forEach((cell, j) => {
      const [a, b] = [Number(cell), Number(expected[i][j])];
      if (Number.isNaN(b)) expect(cell).toBe(expected[i][j]);
      else expect(Math.abs(a - b)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(b)));
    });
  });
}

/** Features with mean 0 and standard deviation 1. */
function standardized(data: Cells): Cells {
  const rows = data.slice(1);
  const columns = data[0].slice(0, -1).map((_, j) => {
    const values = rows.map((row) => Number(row[j]));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return values.map((value) => (value - mean) / deviation);
  });
  return [data[0], ...rows.map((row, i) => [...columns.map((column) => column[i]), row.at(-1)!])];
}
