import { describe, expect, test } from 'vitest';
import { dataset, project, rowsOf } from './project.js';

const linear = {
  data: {
    train: { generator: 'reg_plane', rows: 200, noise: 0.2 },
    split: { type: 'random', validation: 0, test: 0.2, calibration: 0.2 },
  },
  layers: [],
  optimizer: { type: 'lbfgs' },
  training: { epochs: 20, batch_size: 'full' },
};

const flowers = {
  data: {
    train: dataset('iris.csv'),
    target: 'species',
    split: { type: 'random', validation: 0, test: 0.2, calibration: 0.2 },
  },
  layers: [],
  training: { epochs: 10 },
};

const points = 'x1,x2\n0.5,1\n-2,3\n';

const flat = (text: string) => text.replace(/\s+/g, ' ');

describe('predict --interval', () => {
  test('adds lower and upper as far from the prediction as the ⌈(n + 1) · level⌉-th error', async () => {
    const { done } = project({ 'a.json': linear, 'points.csv': points });
    const { stderr } = await done('train a.json --out run');
    expect(stderr).toContain(
      'calibration: 40 of the 160 rows for training tell how wide intervals are (mlp predict --interval, up to 0.975)',
    );
    expect(stderr).toContain('rows: 120 training, 40 test, 40 calibration');
    const [names, ...rows] = rowsOf((await done('predict run points.csv --interval 0.9')).stdout);
    expect(names).toEqual(['prediction', 'lower', 'upper']);
    const half = rows.flatMap(([y, low, high]) => [Number(y) - Number(low), Number(high) - Number(y)]);
    for (const each of half) expect(each).toBeCloseTo(half[0], 12);
    const wider = rowsOf((await done('predict run points.csv --interval 0.975')).stdout);
    expect(Number(wider[1][2])).toBeGreaterThan(Number(rows[0][2]));
  });

  test('eval says how many rows they hold, beside what was promised', async () => {
    const { done, mlp } = project({ 'a.json': linear });
    const { stdout } = await done('train a.json --quiet --out run');
    expect(stdout).toMatch(/^coverage +0\.\d+ +\d/m);
    expect(stdout).toContain('coverage: of intervals that promise 0.9 (mlp predict --interval 0.9)');
    expect((await done('eval run --quiet')).stdout).toBe(stdout);
    const { test: report } = JSON.parse((await done('eval run --json --interval 0.5')).stdout);
    expect(report).toMatchObject({ rows: 40, interval: 0.5 });
    expect(report.coverage).toBeGreaterThan(0.2);
    expect(report.coverage).toBeLessThan(0.8);
    expect((await mlp('eval run --require coverage>=0.999')).code).toBe(1);
  });

  test('adds a set of classes, the most probable first', async () => {
    const { done } = project({ 'a.json': flowers });
    await done('train a.json --quiet --out run');
    const iris = dataset('iris.csv');
    const [names, ...rows] = rowsOf((await done(`predict run ${iris} --interval 0.96`)).stdout);
    expect(names.at(-1)).toBe('set');
    for (const row of rows) expect(row.at(-1)!.split('|')[0]).toBe(row[0]);
    expect(rows.some((row) => row.at(-1)!.includes('|'))).toBe(true);
    const [first] = (await done(`predict run ${iris} --interval 0.96 --format jsonl`)).stdout.split('\n');
    expect(JSON.parse(first).set).toEqual(rows[0].at(-1)!.split('|'));
    const { test: report } = JSON.parse((await done('eval run --json --interval 0.96')).stdout);
    expect(report.mean_set_size).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ['--interval 0', "'0' is invalid. Expected a share of the rows above 0 and below 1"],
    ['--interval 1', "'1' is invalid"],
    ['--interval many', "'many' is invalid"],
    [
      '--interval 0.99',
      'needs 99 calibration rows, and the model has 40, by which it would be infinite; ask for 0.975',
    ],
    ['--interval 0.9 --layer head', 'leave out --top-k, --threshold, --interval'],
  ])('%s is refused', async (option, message) => {
    const { done, mlp } = project({ 'a.json': linear, 'points.csv': points });
    await done('train a.json --quiet --out run --set training.epochs=1');
    const { code, stderr } = await mlp(`predict run points.csv ${option}`);
    expect([code, stderr.replaceAll('\n', ' ')]).toEqual([2, expect.stringContaining(message)]);
  });

  const parts = (count: number, part: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => part(i));
  const columns = 'x,group,part,y';
  const row = (part: string, i: number) => `${i % 17},g${i % 30},${part},${(i % 17) + (i % 5)}`;
  const fiveParts = parts(300, (i) => (i % 5 === 0 ? 'validation' : 'train'));
  const files = {
    'd.csv': [columns, ...fiveParts.map(row)].join('\n'),
    'v.csv': [columns, ...parts(20, () => 'train').map(row)].join('\n'),
  };
  const data = { train: 'd.csv', target: 'y', features: ['x'] };

  test.each([
    ['no split', data],
    ['none, beside a file', { ...data, split: { type: 'none' }, validation: 'v.csv' }],
    ['random', { ...data, split: { type: 'random', test: 0.2 } }],
    ['few for training', { ...data, split: { type: 'random', validation: 0.5, test: 0.44 } }],
    ['group', { ...data, split: { type: 'group', column: 'group' } }],
    ['time', { ...data, split: { type: 'time' } }],
  ])('split %s, without calibration rows: the advice sets them aside, and nothing else', async (_, of) => {
    const config = { data: of, layers: [], training: { epochs: 1 } };
    const { done, mlp } = project({ ...files, 'a.json': config });
    const rowsIn = async (run: string) =>
      JSON.parse((await done(`inspect ${run} --json`)).stdout).summary.rows;
    await done('train a.json --quiet --out run');
    await done('train a.json --quiet --out normal --set head.loss=gaussian_nll');
    const { code, stderr } = await mlp('predict run d.csv --interval 0.7');
    expect([code, flat(stderr)]).toEqual([
      2,
      expect.stringContaining('to set some aside, train it with --set'),
    ]);
    const advice = flat(stderr).slice(stderr.indexOf('--set')).trim();
    expect(flat((await done('predict normal d.csv --interval 0.7')).stderr)).toContain(advice);
    // as a shell takes it
    await done(`train a.json --quiet --out other ${advice.replaceAll("'", '')}`);
    const { stdout } = await done('predict other d.csv --interval 0.7');
    expect(rowsOf(stdout)[0]).toEqual(['prediction', 'lower', 'upper']);
    const { train, calibration, ...rest } = await rowsIn('other');
    const { train: all, ...before } = await rowsIn('run');
    expect([train + calibration, rest]).toEqual([all, before]);
  });

  test('a split by a column: rows that say calibration there are set aside', async () => {
    const split = { type: 'column', column: 'part' };
    const { done, mlp, write } = project({
      ...files,
      'a.json': { data: { ...data, split }, layers: [], training: { epochs: 1 } },
    });
    await done('train a.json --quiet --out run');
    const { code, stderr } = await mlp('predict run d.csv --interval 0.7');
    expect([code, flat(stderr)]).toEqual([
      2,
      expect.stringContaining(
        'to set some aside, train it with "calibration" in column part for some of its rows for training',
      ),
    ]);
    const some = fiveParts.map((part, i) => (i % 5 === 1 ? 'calibration' : part));
    write('d.csv', [columns, ...some.map(row)].join('\n'));
    await done('train a.json --quiet --out other');
    await done('predict other d.csv --interval 0.7');
  });

  test('labels have none', async () => {
    const labels = {
      data: {
        train: 'l.csv',
        target: ['a', 'b'],
        split: { type: 'random', validation: 0, calibration: 0.5 },
      },
      layers: [],
      head: { activation: 'sigmoid' },
      training: { epochs: 1 },
    };
    const csv = `x,a,b\n${Array.from({ length: 20 }, (_, i) => `${i},${i % 2},${Number(i > 9)}`).join('\n')}\n`;
    const { done, mlp } = project({ 'a.json': labels, 'l.csv': csv });
    const { code, stderr } = await mlp('train a.json --out run');
    expect([code, stderr]).toEqual([
      78,
      expect.stringContaining('data.split: calibration rows are for intervals'),
    ]);
    await done('train a.json --quiet --out run --set data.split={"type":"none"}');
    expect(await mlp('predict run l.csv --interval 0.9')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('but this model predicts labels'),
    });
  });

  test('the same bits by another backend, more threads, and after an interruption', async () => {
    const { done, sha256 } = project({ 'a.json': flowers });
    await done('train a.json --quiet --out run');
    await done('train a.json --quiet --out js --backend js --threads 1');
    await done('train a.json --quiet --out cut --set training.epochs=4 --set training.checkpoint_every=2');
    await done('train a.json --quiet --out cut --set training.checkpoint_every=2 --resume');
    expect(sha256('js/model.safetensors')).toBe(sha256('run/model.safetensors'));
    const predicted = async (run: string) =>
      (await done(`predict ${run} ${dataset('iris.csv')} --interval 0.9`)).stdout;
    expect(await predicted('cut')).toBe(await predicted('run'));
  });
});
