import { expect } from 'vitest';
import type { Check } from './common.js';
import {
  blobs,
  type Cells,
  csvOf,
  expectRefused,
  featuresOf,
  plane,
  rowsOf,
  targetOf,
  withCell,
} from './estimator.js';

/** The checks for classifiers, by scikit-learn's names. */
export const classifierChecks: Record<string, Check> = {
  // one class: refused, with the word
  async check_classifiers_one_label({ create }) {
    const { tryTrain, predict } = create();
    const data = blobs(10, { classes: ['one'] });
    const outcome = await tryTrain(data);
    if (outcome.code !== 0) expectRefused(outcome, /class/);
    else expect(await predict(featuresOf(data))).toEqual(targetOf(data).map((name) => [name, '1']));
  },

  // all weight on one of two classes, which lie in the same place: that one is predicted
  async check_classifiers_one_label_sample_weights({ create }) {
    const { train, predict } = create({ data: { target: 'y', weight: 'w' }, training: { epochs: 100 } });
    const data = blobs(20, { classes: ['no'] }).map((row, i) => (i % 2 === 1 ? row.with(-1, 'yes') : row));
    await train(data.map((row, i) => [...row, i === 0 ? 'w' : row.at(-1) === 'yes' ? 1 : 0]));
    expect((await predict(featuresOf(data))).map(([name]) => name)).toEqual(Array(20).fill('yes'));
  },

  // two classes and three, as words and as numbers, are named in predictions as in the data
  async check_classifiers_classes({ create }) {
    for (const classes of [
      ['one', 'two'],
      ['one', 'two', 'three'],
      ['-1', '1'],
      ['10', '2', '0.5'],
    ]) {
      const { train, predict, done } = create({ training: { epochs: 60 } });
      const data = blobs(30, { classes });
      await train(data);
      expect((await predict(featuresOf(data))).map(([name]) => name)).toEqual(targetOf(data));
      const { stdout } = await done('predict run -', { stdin: csvOf(featuresOf(data)) });
      const [, ...names] = stdout.split('\n')[0].split(',');
      expect(names.map((name) => name.slice(2)).sort()).toEqual([...classes].sort());
    }
  },

  // the predicted class is one of the data's, and the most probable one
  async check_classifiers_predictions({ create }) {
    const { train, predict } = create();
    const data = blobs(60, { spread: 2 });
    await train(data);
    const classes = [...new Set(targetOf(data))].sort();
    for (const [name, ...p] of await predict(featuresOf(data)))
      expect(name).toBe(classes[p.map(Number).indexOf(Math.max(...p.map(Number)))]);
  },

  // clouds far apart are told apart, probabilities sum to 1, and broken rows are refused
  async check_classifiers_train({ create }) {
    const { train, predict, tryTrain } = create({ training: { epochs: 60 } });
    const data = blobs(60);
    await train(data);
    const answers = await predict(featuresOf(data));
    const hits = answers.filter(([name], i) => name === targetOf(data)[i]).length;
    expect(hits / 60).toBeGreaterThan(0.83);
    for (const [, ...p] of answers)
      expect(p.reduce((sum, value) => sum + Number(value), 0)).toBeCloseTo(1, 12);
    expectRefused(await tryTrain([...data, [1, 2]]), /data\.csv:62:2: 2 fields, expected 3/);
  },

  // numbers that are no classes: a fraction in every row
  async check_classifiers_regression_target({ create }) {
    expectRefused(await create().tryTrain(plane(200)), /class/);
  },

  // a missing or endless target is refused, with its place
  async check_supervised_y_no_nan({ create }) {
    const { tryTrain } = create({
      data: { target: 'y', columns: { y: { type: 'number', missing: 'error' } } },
    });
    const data = blobs(20, { classes: ['0', '1'] });
    for (const cell of ['', 'nan', 'inf'])
      expectRefused(await tryTrain(withCell(data, 5, 2, cell)), /data\.csv:6:3: column 3 \(y\)/);
  },

  // one target in a list is that target
  async check_supervised_y_2d({ create }) {
    const data = blobs(30);
    const [one, list] = [create(), create({ data: { target: ['y'] } })];
    await one.train(data);
    await list.train(data);
    expect(await list.predict(featuresOf(data))).toEqual(await one.predict(featuresOf(data)));
  },

  // a class that weighs 10,000,000 times as much as the others is predicted almost everywhere
  async check_class_weight_classifiers({ create }) {
    for (const classes of [
      ['0', '1'],
      ['0', '1', '2'],
    ]) {
      const class_weight = Object.fromEntries(classes.map((name) => [name, name === '0' ? 1000 : 0.0001]));
      const { train, predict } = create({ training: { epochs: 60, class_weight } });
      const data = blobs(100, { classes, spread: 20 });
      await train(data);
      const first = (await predict(featuresOf(data))).filter(([name]) => name === '0').length;
      expect(first / 100).toBeGreaterThan(0.87);
    }
  },

  // balanced classes: the rare one is found more often
  async check_class_weight_balanced_classifiers({ create }) {
    const data = blobs(120, { classes: ['a', 'b'], spread: 3 });
    const rare = rowsOf(data, (rows) => rows.filter((row, i) => row.at(-1) === 'a' || i % 10 === 1));
    const found = async (training: object) => {
      const { train, predict } = create({ training: { epochs: 30, ...training } });
      await train(rare);
      return (await predict(featuresOf(data))).filter(
        ([name], i) => name === 'b' && targetOf(data)[i] === 'b',
      ).length;
    };
    expect(await found({ class_weight: 'balanced' })).toBeGreaterThan(await found({}));
  },

  // balanced weights are rows / (classes · rows of the class): the same bits as when given so
  async check_class_weight_balanced_linear_classifier({ create }) {
    const data = rowsOf(blobs(20, { classes: ['-1', '1'] }), (rows) =>
      rows.filter((row, i) => row.at(-1) === '1' || i < 12),
    );
    const count = (name: string) => targetOf(data).filter((other) => other === name).length;
    const total = data.length - 1;
    const explicit = Object.fromEntries(['-1', '1'].map((name) => [name, total / (2 * count(name))]));
    const answers = [];
    for (const class_weight of ['balanced', explicit]) {
      const { train, predict } = create({ layers: [], training: { epochs: 10, class_weight } });
      await train(data);
      answers.push(await predict(featuresOf(data)));
    }
    expect(answers[0]).toEqual(answers[1]);
  },

  // the class goes up and down with its probability
  async check_decision_proba_consistency({ create }) {
    const { train, predict } = create({ training: { epochs: 20 } });
    const data = blobs(80, { classes: ['a', 'b'], spread: 2, features: 4 });
    await train(data);
    for (const [name, , p] of await predict(featuresOf(data))) expect(name).toBe(Number(p) > 0.5 ? 'b' : 'a');
  },

  // several columns of 0 and 1 are labels, each by itself
  async check_classifier_multioutput({ create }) {
    const { train, predict } = create(labels);
    await train(labelled(40));
    expect(await predict(featuresOf(featuresOf(labelled(40))))).toHaveLength(40);
  },

  // 0 and 1, however they are written
  async check_classifiers_multilabel_representation_invariance({ create }) {
    const { train, predict } = create(labels);
    const data = labelled(40);
    const rows = featuresOf(featuresOf(data));
    await train(data);
    const expected = await predict(rows);
    await train(rowsOf(data, (body) => body.map(([x, z, a, b]) => [x, z, `${a}.0`, `+${b}`])));
    expect(await predict(rows)).toEqual(expected);
  },

  // one 0 or 1 for each label
  async check_classifiers_multilabel_output_format_predict({ create }) {
    const { train, predict } = create(labels);
    await train(labelled(40));
    for (const [a, b] of await predict(featuresOf(featuresOf(labelled(40))))) {
      expect(a).toMatch(/^[01]$/);
      expect(b).toMatch(/^[01]$/);
    }
  },

  // and one probability, on whose side of ½ it is
  async check_classifiers_multilabel_output_format_predict_proba({ create }) {
    const { train, predict } = create(labels);
    await train(labelled(40));
    for (const [a, b, pa, pb] of await predict(featuresOf(featuresOf(labelled(40))))) {
      for (const p of [pa, pb].map(Number)) expect(p > 0 && p < 1).toBe(true);
      expect([a, b]).toEqual([pa, pb].map((p) => (Number(p) >= 0.5 ? '1' : '0')));
    }
  },
};

const labels = { data: { target: ['a', 'b'] }, head: { activation: 'sigmoid' } };

/** Two labels: whether x is large, and whether z is. */
const labelled = (rows: number): Cells => [
  ['x', 'z', 'a', 'b'],
  ...Array.from({ length: rows }, (_, i) => [
    i,
    (i * 7) % 11,
    i > rows / 2 ? 1 : 0,
    (i * 7) % 11 > 5 ? 1 : 0,
  ]),
];
