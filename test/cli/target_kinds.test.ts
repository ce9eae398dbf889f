import { describe, expect, test } from 'vitest';
import { dataset, project } from './project.js';

/** 40 rows of a number, a date and a town, with two labels, two shares, and three numbers to predict. */
const rows = [
  'x,day,town,a,b,left,right,y,kind,weight',
  ...Array.from({ length: 40 }, (_, i) => {
    const town = ['Rome', 'Oslo', 'New York'][i % 3];
    const day = i === 5 ? '' : `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`;
    const share = (i % 5) / 4;
    const kind = i < 20 ? 'low' : 'high';
    return [
      i / 10,
      day,
      town,
      i % 2,
      Number(i > 19),
      share,
      1 - share,
      i * 0.37,
      kind,
      i < 10 ? 0.5 : 2,
    ].join();
  }),
  '',
].join('\n');

const columns = ['x', 'day', 'town', 'a', 'b', 'left', 'right', 'y', 'kind', 'weight'];
const config = (target: string | string[], more: object = {}, data: object = {}) => ({
  data: {
    train: 'rows.csv',
    target,
    ignore: columns.slice(3).filter((name) => ![target].flat().includes(name) && name !== 'weight'),
    weight: 'weight',
    missing: 'mean',
    split: { type: 'random', validation: 0.3, test: 0.2 },
    ...data,
  },
  layers: [],
  training: { epochs: 2 },
  ...more,
});
const labels = config(['a', 'b'], { head: { activation: 'sigmoid' } });
const shares = config(['left', 'right'], { head: { activation: 'softmax' } });

/** A project with a model in `run`. */
async function trained(of: object) {
  const place = project({ 'rows.csv': rows, 'a.json': of });
  await place.done('train a.json --quiet --out run');
  return place;
}

/** A CSV of twelve rows with a part that each is of. */
const twelve = (row: (i: number) => string) =>
  ['x,y,part', ...Array.from({ length: 12 }, (_, i) => row(i)), ''].join('\n');

/** Text on one line. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('labels', () => {
  test('one threshold for all of them is chosen, counted by the weights of the rows', async () => {
    const { done, mlp } = await trained(labels);
    const { chosen, table } = JSON.parse((await done('threshold run --for f1 --json')).stdout);
    const { truePositive, falsePositive, falseNegative, trueNegative } = chosen.counts;
    const total = truePositive + falsePositive + falseNegative + trueNegative;
    for (const { counts } of table)
      expect(counts.truePositive + counts.falseNegative).toBe(truePositive + falseNegative);
    // two labels of 12 rows, each of weight ½ or 2
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).toContain((total / 2 - 6) / 1.5);
    const again = JSON.parse((await done('eval run --json')).stdout);
    expect(again.validation.threshold).toBe(chosen.threshold);
    expect(flat((await done('inspect run')).stdout)).toContain(
      `decides from a threshold ${chosen.threshold} on, chosen for f1`,
    );
    const reset = await done('threshold run --reset');
    expect(reset.stderr).toBe(`note: the threshold of run is 0.5 now instead of ${chosen.threshold}\n`);
    expect((await done('threshold run --reset')).stderr).toBe(
      'note: the threshold of run is 0.5 now, as before\n',
    );
    const balanced = await mlp('threshold run --for balanced_accuracy');
    expect([balanced.code, flat(balanced.stderr)]).toEqual([
      2,
      expect.stringContaining('is for two classes; for labels take f1'),
    ]);
  });

  test('rows of other data, from standard input, in a table for people', async () => {
    const { done } = await trained(labels);
    const { stdout, stderr } = await done('threshold run -', { stdin: rows });
    expect(stdout).toMatch(/0\.50000.*in use/);
    expect(stdout.trimEnd().split('\n')).toHaveLength(10);
    expect(stderr).not.toContain('measured on');
  });

  test('are named by inspect and check', async () => {
    const { done } = await trained(labels);
    expect((await done('inspect run')).stdout).toMatch(/^target +a, b \(each from 0 to 1\)$/m);
    expect((await done('inspect run')).stdout).toMatch(
      /^day +date +2024-01-\d\d( \d\d:\d\d)? +iso: weekday$/m,
    );
    const checked = JSON.parse((await done('check a.json --json')).stdout);
    expect(JSON.stringify(checked)).toContain('"labels"');
  });

  test.each([
    ['labels', labels, 'validation=0.3'],
    ['a distribution', shares, 'validation=0.3'],
    ['numbers', config('y'), 'validation=0.3'],
  ])('of %s the monitored metric is told to be of use', async (_, of) => {
    const metric = of === shares ? 'log_loss' : of === labels ? 'f1' : 'r2';
    const stopping = { early_stopping: { metric, patience: 2 } };
    const place = project({ 'rows.csv': rows, 'a.json': { ...of, training: { epochs: 2, ...stopping } } });
    const { code, stderr } = await place.mlp('train a.json --out run');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('goes by the loss instead')]);
    expect(place.json('run/metrics.json')).toBeDefined();
  });
});

describe('a metric that tells nothing apart is replaced by the loss', () => {
  const stopping = { early_stopping: { metric: 'r2', patience: 2, min_delta: 0.1 } };
  test('where all validation rows are alike, with min_delta 0', async () => {
    const csv = twelve((i) => `${i},${i < 8 ? `${i},train` : '3,val'}`);
    const { done } = project({
      'r.csv': csv,
      'a.json': {
        data: { train: 'r.csv', target: 'y', split: { type: 'column', column: 'part' } },
        layers: [],
        training: { epochs: 2, ...stopping },
      },
    });
    const { stderr } = await done('train a.json --out run');
    expect(flat(stderr)).toContain('for the 4 validation rows, so that training goes by the loss instead');
    expect(flat(stderr)).toContain('with min_delta 0');
    expect(flat(stderr)).toContain('column part: taken for validation: "val"');
  });

  test('where a single row is set aside, of one class', async () => {
    const csv = twelve((i) => `${i},${i % 2 ? 'yes' : 'no'},${i < 11 ? 'Training' : 'DEV'}`);
    const { done } = project({
      'r.csv': csv,
      'a.json': {
        data: { train: 'r.csv', target: 'y', split: { type: 'column', column: 'part' } },
        layers: [],
        training: { epochs: 2, early_stopping: { metric: 'roc_auc' } },
      },
    });
    const { stderr } = await done('train a.json --out run');
    expect(flat(stderr)).toContain('roc_auc is not defined for the 1 validation row of class yes');
  });
});

describe('options that do not go with what a model predicts', () => {
  test.each([
    ['labels', labels, '--top-k 2', 'the model predicts no classes'],
    ['numbers', config('y'), '--threshold 0.4', 'this model predicts numbers; leave it out'],
    ['a distribution', shares, '--top-k 3', 'the model knows 2 classes'],
    ['classes', config('kind'), '--error', "is how far an autoencoder's reconstruction is off"],
    ['classes', config('kind'), '--error --interval 0.9', 'leave out --interval, or --error'],
    ['classes', config('town'), '--threshold 0.4', 'this model predicts 3 classes'],
  ])('%s, %s', async (_, of, option, message) => {
    const { mlp } = await trained(of);
    const { code, stderr } = await mlp(`predict run rows.csv ${option}`);
    expect([code, flat(stderr)]).toEqual([2, expect.stringContaining(message)]);
  });

  test('a distribution of two is decided by a threshold, and its names are those of the columns', async () => {
    const { done } = await trained(shares);
    const { stdout } = await done('predict run rows.csv --threshold 0.999');
    const [header, ...lines] = stdout.trimEnd().split('\n');
    expect(header).toBe('prediction,p_left,p_right');
    expect(new Set(lines.map((line) => line.split(',')[0]))).toEqual(new Set(['left']));
    expect((await done('inspect run')).stdout).toMatch(/^target +left, right \(together a distribution\)$/m);
  });

  test('three classes have no threshold to choose', async () => {
    const { mlp } = await trained(config('town'));
    const { code, stderr } = await mlp('threshold run');
    expect([code, flat(stderr)]).toEqual([
      2,
      expect.stringContaining('this model predicts 3 classes, of which the most probable one is taken'),
    ]);
  });
});

describe('conditions of sample', () => {
  const generator = {
    task: 'generation',
    data: { train: 'rows.csv', features: ['x', 'day', 'town', 'a', 'noise'], missing: 'mean' },
    layers: [],
    training: { epochs: 1, objective: { type: 'vae', latent: 2 } },
  };
  test('are refused where no row can ever meet them', async () => {
    const [header, ...lines] = rows.trimEnd().split('\n');
    const noisy = [`${header},noise`, ...lines.map((line, i) => `${line},${Math.sin(i) / 3}`), ''].join('\n');
    const { done, mlp } = project({ 'rows.csv': noisy, 'g.json': generator });
    await done('train g.json --quiet --out run');
    for (const [given, message] of [
      ['city=Rome', 'the model generates no such column; there are x, day, town, a, noise'],
      ['town=Timbuktu', 'the column never has this value; it has '],
      ['town=', 'no value of the column was missing in training'],
      ['day=2024-01-01', 'holds dates, by which rows cannot be chosen'],
      ['x=many', 'the column holds numbers'],
      ['x=4', 'the column was from 0 to 3.9 in training'],
      ['noise=0.1', 'a number that is not rounded is hardly ever met'],
    ]) {
      const { code, stderr } = await mlp(`sample run --rows 1 --given ${given}`);
      expect([code, flat(stderr)]).toEqual([2, expect.stringContaining(message)]);
    }
    const { stdout } = await done('sample run --rows 3 --given day= --given a=1 --json');
    const drawn = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(drawn.map(({ day, a }) => [day, a])).toEqual(Array(3).fill([null, 1]));
    expect((await done('inspect run')).stdout).toMatch(
      /^target +none: it generates x, day, town, a, noise$/m,
    );
  });
});

describe('inspect', () => {
  test('says what intervals are by, and of an ensemble the epochs of each network', async () => {
    const split = { type: 'random', validation: 0.2, calibration: 0.25 };
    const of = config('y', { training: { epochs: 2, restarts: { count: 2, keep: 'all' } } }, { split });
    const { done } = await trained(of);
    const { stdout } = await done('inspect run');
    expect(stdout).toMatch(/^sure +intervals by 10 rows: predict --interval$/m);
    expect(stdout).toMatch(/^trained +2, 2 epochs with adam/m);
    expect(stdout).toMatch(/^best +epochs \d, \d of 2 \w+: mean validation loss /m);
    const classes = await trained(config('kind', {}, { split }));
    expect((await classes.done('inspect run')).stdout).toMatch(
      /^sure +sets by 10 rows: predict --interval$/m,
    );
    expect(JSON.parse((await classes.done('inspect run --json')).stdout).calibration.conformal.kind).toBe(
      'classes',
    );
  });

  test('a constant, categories by their targets, and a curve', async () => {
    const of = config(
      'y',
      {},
      {
        columns: { town: { encode: 'target' }, x: { scale: 'quantile' } },
        ignore: ['day', 'a', 'b', 'left', 'right', 'kind'],
      },
    );
    const place = project({
      'rows.csv': rows.replace(/^(.*)$/gm, (line, _, at) =>
        line === '' ? '' : `${line},${at === 0 ? 'same' : 3}`,
      ),
      'a.json': of,
    });
    await place.done('train a.json --quiet --out run');
    const { stdout } = await place.done('inspect run');
    expect(stdout).toContain('always 0, as it was constant: 3');
    expect(stdout).toMatch(
      /^town +category +.* of each, with 10 rows of the overall mean: New York, Oslo, Rome$/m,
    );
  });

  test('an autoencoder, whose target is its inputs', async () => {
    const { done } = project({
      'a.json': {
        task: 'reconstruction',
        data: { train: dataset('iris.csv'), ignore: ['species'] },
        layers: [{ type: 'dense', units: 2 }],
        training: { epochs: 1 },
      },
    });
    await done('train a.json --quiet --out run');
    expect((await done('inspect run')).stdout).toMatch(/^target +the inputs themselves$/m);
  });
});
