import { describe, expect, test } from 'vitest';
import { rowsOf } from '../cli/project.js';
import { publicCase } from './public_case.js';

type Values = Readonly<Record<string, number>>;

/** Trains a case's config, whose weights are given and fixed, and returns the metrics of a split. */
async function metrics(name: string, split = 'train', flags = ''): Promise<Values> {
  const { done } = publicCase(name);
  return JSON.parse((await done(`train c.json --out run --quiet --json ${flags}`)).stdout)[split];
}

/** Metrics that are these, to 1e-12. */
function expectValues(actual: Values, expected: Values): void {
  for (const [name, value] of Object.entries(expected)) expect(actual[name], name).toBeCloseTo(value, 12);
}

// Built after smartcore#373 and burn#5683. Values of scikit-learn 1.2: roc_auc_score, average_precision_score … with
// sample_weight.
test('num-01: ranking with ties and weights', async () => {
  expectValues(await metrics('num-01-auc-ties'), {
    roc_auc: 0.45535714285714285,
    average_precision: 0.6243952126305067,
    log_loss: 0.6978392918764391,
    brier: 0.25225082334796145,
    mcc: -0.18448201388042726,
    cohen_kappa: -0.1747572815533982,
    balanced_accuracy: 0.41964285714285715,
  });
});

// After the same reports: the figures of weights of any size.
test.each([
  ['2^600', 2 ** 600, 0],
  ['2^-600', 2 ** -600, 0],
  ['1e200', 1e200, 1e-12],
  ['1e-200', 1e-200, 1e-12],
])('num-01: all weights times %s change no metric', async (_, factor, tolerance) => {
  const plain = publicCase('num-01-auc-ties');
  const [header, ...rows] = rowsOf(plain.read('d.csv'));
  const column = header.indexOf('w');
  const larger = rows.map((row) => row.with(column, String(Number(row[column]) * factor)));
  plain.write('larger.csv', [header, ...larger].map((row) => `${row.join(',')}\n`).join(''));
  await plain.done('train c.json --out run --quiet');
  const ofFile = async (file: string) =>
    JSON.parse((await plain.done(`eval run ${file} --json`)).stdout).data;
  const [expected, actual] = [await ofFile('d.csv'), await ofFile('larger.csv')];
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value !== 'number') continue;
    expect(Math.abs(actual[name] - value), name).toBeLessThanOrEqual(tolerance * Math.abs(value));
  }
});

// Built after keras#3270 and #13113.
test('num-07: rows of weight 0 count in no metric, max_error among them', async () => {
  const { done } = publicCase('num-07-zero-weight-batch');
  await done('train c.json --out run --quiet');
  const ofFile = async (file: string) => JSON.parse((await done(`eval run ${file} --json`)).stdout).data;
  // d4.csv holds the rows that have a weight; rows without are off by more than 50
  const all = await ofFile('d.csv');
  expect({ ...all, rows: 4 }).toEqual(await ofFile('d4.csv'));
  expect(all.max_error).toBeLessThan(10);
});

// Built after scikit-learn#14256 and #9624.
describe('num-12: one class in the truth, rightly predicted', () => {
  test('is perfect, and what cannot be measured is left out', async () => {
    const test = await metrics('num-12-kappa', 'test');
    expectValues(test, {
      accuracy: 1,
      balanced_accuracy: 1,
      precision: 1,
      recall: 1,
      f1: 1,
      mcc: 0,
      log_loss: 0.2650390090748225,
      top_2_accuracy: 1,
    });
    for (const name of ['cohen_kappa', 'roc_auc', 'average_precision']) expect(test).not.toHaveProperty(name);
  });

  test('with three classes in the truth all of it is 1', async () => {
    const names = ['cohen_kappa', 'mcc', 'roc_auc', 'average_precision', 'f1'];
    expectValues(await metrics('num-12-kappa'), Object.fromEntries(names.map((name) => [name, 1])));
  });
});

// Built after scikit-learn#21864: rmse is the root of the mean over the outputs, not the mean of their roots.
test('num-13: several outputs, weighted', async () => {
  expectValues(await metrics('num-13-multioutput'), {
    mse: 38.631851851851856,
    rmse: Math.sqrt(38.631851851851856),
    mae: 3.5777777777777775,
    r2: 0.3990657894736842,
    explained_variance: 0.75,
    median_absolute_error: 4.3999999999999995,
  });
});

// Built after tensorflow#13005.
test('num-14: of equally probable classes the first is predicted, and the last comes first in a top-k', async () => {
  expectValues(await metrics('num-14-topk-ties'), {
    accuracy: 1 / 7,
    top_2_accuracy: 4 / 7,
    top_3_accuracy: 5 / 7,
    roc_auc: 0.45,
    average_precision: 0.25744047619047616,
  });
});

// Values of scikit-learn 1.6 with H = P >= 0.5; rankings over the labels that have rows on both sides, Y[:, :2].
test('num-21: labels, one of which no row has', async () => {
  expectValues(await metrics('num-21-multilabel'), {
    accuracy: 0.25,
    label_accuracy: 7 / 12,
    precision_macro: 0.2222222222222222,
    recall_macro: 0.3333333333333333,
    f1_macro: 0.26666666666666666,
    precision_micro: 0.4,
    recall_micro: 0.5,
    f1_micro: 0.4444444444444444,
    precision_weighted: 0.3333333333333333,
    roc_auc: 0.5,
    average_precision: 0.625,
  });
});

// Built after keras#23220.
describe('num-22: a probability of exactly 0.5', () => {
  test('is enough for the second class, with --threshold 0.5 and without', async () => {
    const { done } = publicCase('num-22-threshold');
    await done('train c.json --out run --quiet');
    const plain = (await done('predict run d.csv')).stdout;
    expect(rowsOf(plain).map(([prediction]) => prediction)).toEqual([
      'prediction',
      'yes',
      'yes',
      'no',
      'yes',
    ]);
    expect((await done('predict run d.csv --threshold 0.5')).stdout).toBe(plain);
  });

  test('in the metrics, too', async () => {
    // rows (no: p of yes 0.5, 0.27; yes: 0.73, 0.5)
    const { confusion_matrix } = await metrics('num-22-threshold');
    expect(confusion_matrix).toEqual([
      [1, 1],
      [0, 2],
    ]);
  });
});

// Built after catboost#1181 and mljar-supervised#625.
test('data-17: eval and predict have one threshold', async () => {
  const { done } = publicCase('data-17-threshold');
  await done('train c.json --out run --quiet --set training.epochs=60');
  for (const threshold of [0.1, 0.3]) {
    const predicted = rowsOf((await done(`predict run train.csv --threshold ${threshold}`)).stdout).slice(1);
    const truth = rowsOf(publicCase('data-17-threshold').read('train.csv'))
      .slice(1)
      .map((row) => row.at(-1));
    const hits = predicted.filter(([prediction], i) => prediction === 'yes' && truth[i] === 'yes').length;
    const yes = predicted.filter(([prediction]) => prediction === 'yes').length;
    const { stdout } = await done(`eval run train.csv --threshold ${threshold} --json`);
    const { precision, recall, positive } = JSON.parse(stdout).data;
    expect(positive).toBe('yes');
    expect(precision).toBe(hits / yes);
    expect(recall).toBe(hits / truth.filter((text) => text === 'yes').length);
  }
});
