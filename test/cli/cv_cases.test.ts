import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataset, iris, type Project, project, rowsOf } from './project.js';

const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
const lines = (header: string, count: number, line: (i: number) => string) =>
  `${header}\n${Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('')}`;

/** A line through points, by a network without hidden layers. */
const straight = (data: object, more: object = {}) => ({
  name: 'c',
  data: { train: 'rows.csv', target: 'y', ...data },
  task: 'regression',
  layers: [],
  training: { epochs: 2 },
  ...more,
});

const points = lines('x,y,g,t,part', 12, (i) =>
  [i, (i * 7) % 5, `g${i % 3}`, `2024-01-${10 + i}`, i % 4 === 0 ? 'validation' : 'train'].join(','),
);

describe('predictions of cv', () => {
  test('have a number of the repetition, each row once in each; names that are taken get another', async () => {
    const world = project({
      'rows.csv': lines('cv_fold,fold,x,y', 8, (i) => `a,b,${i},${i / 2}`),
      'c.json': straight({ features: ['x'] }),
    });
    await world.done('cv c.json --folds 2 --repeats 2 --predictions held.csv --quiet');
    const [header, ...rows] = rowsOf(world.read('held.csv'));
    expect(header).toEqual(['cv_fold', 'fold', 'x', 'y', 'repeat', 'cv_cv_fold', 'prediction']);
    expect(rows.map((row) => row[4])).toEqual([...Array(8).fill('0'), ...Array(8).fill('1')]);
    expect(rows.map((row) => row[2])).toEqual(
      [0, 1].flatMap(() => Array.from({ length: 8 }, (_, i) => `${i}`)),
    );
  });

  test('of stdin are those of the columns that were read, a missing value is empty', async () => {
    const columns = { x: { missing: 'mean' } };
    const world = project({ 'c.json': straight({ train: '-', columns }) });
    const stdin = lines('x,c,y', 8, (i) => `${i === 3 ? '' : i},${i === 4 ? '' : 'pq'[i % 2]},${i}`);
    await world.done('cv c.json --folds 2 --predictions held.csv --quiet', { stdin });
    const [header, ...rows] = rowsOf(world.read('held.csv'));
    expect(header).toEqual(['x', 'c', 'y', 'fold', 'prediction']);
    expect(rows.map((row) => row.slice(0, 3).join())).toEqual(stdin.trimEnd().split('\n').slice(1));
  });

  test('of a generator have the values that it made', async () => {
    const world = project({
      'c.json': {
        name: 'c',
        data: { train: { generator: 'spiral', rows: 20 } },
        layers: [],
        training: { epochs: 1 },
      },
    });
    await world.done('cv c.json --folds 2 --predictions held.csv --quiet');
    const rows = rowsOf(world.read('held.csv'));
    expect(rows).toHaveLength(21);
    expect(Number.isFinite(Number(rows[1][0]))).toBe(true);
    expect(rows[0].slice(-3)[0]).not.toBe('');
  });

  test('of several files keep each row under its names, whatever the order of the columns', async () => {
    const world = project({
      'a.csv': lines('x,y', 4, (i) => `${i},${10 + i}`),
      'b.csv': lines('y,x', 4, (i) => `${20 + i},${4 + i}`),
      'c.json': straight({ train: ['a.csv', 'b.csv'] }),
    });
    await world.done('cv c.json --folds 2 --predictions held.csv --quiet');
    expect(rowsOf(world.read('held.csv')).map((row) => row.slice(0, 2).join())).toEqual([
      'x,y',
      ...['0,10', '1,11', '2,12', '3,13', '4,20', '5,21', '6,22', '7,23'],
    ]);
  });
});

describe('rows that stop the folds of cv', () => {
  const stopped = async (world: Project, args = '') =>
    flat((await world.done(`cv c.json --folds 2 --force${args}`)).stderr);

  test('by a file, a column, none, or the folds of an ensemble', async () => {
    const world = project({
      'rows.csv': points,
      'v.csv': points,
      'c.json': straight({ features: ['x'], validation: 'v.csv' }),
    });
    expect(await stopped(world)).toContain('training is stopped by v.csv (data.validation)');
    const { results, sha256 } = world.json('runs/c-cv/cv.json');
    expect(results[0].rows).toEqual({ train: 6, validation: 12, test: 6 });
    expect(sha256.validation).toBe(world.sha256('v.csv'));

    const split = { type: 'column', column: 'part' };
    world.write('c.json', straight({ features: ['x'], split }));
    expect(await stopped(world)).toContain(
      'training is stopped by a share of its own rows as large as column part marks for validation',
    );
    expect(world.json('runs/c-cv/cv.json').results[0].rows).toEqual({ train: 5, validation: 1, test: 6 });

    world.write('c.json', straight({ features: ['x'], split: { type: 'none' } }));
    expect(await stopped(world)).toContain('by no rows');
    expect(world.json('runs/c-cv/cv.json').results[0].rows).toEqual({ train: 6, test: 6 });

    world.write('c.json', straight({ features: ['x'] }, { ensemble: { type: 'folds', members: 2 } }));
    expect(await stopped(world)).toContain('by the folds of the ensemble');
    expect(world.json('runs/c-cv/cv.json').results[0]).toMatchObject({
      rows: { train: 6, test: 6 },
      epochs: 4,
    });
  });

  test('a column that marks none; a time limit, which is not looked at', async () => {
    const world = project({
      'rows.csv': points.replaceAll(',validation\n', ',test\n'),
      'c.json': straight(
        { features: ['x'], split: { type: 'column', column: 'part' } },
        { training: { epochs: 2, time_limit: 60 } },
      ),
    });
    const stderr = await stopped(world);
    expect(stderr).toContain('training.time_limit is not looked at: every fold is trained to its end');
    expect(world.json('runs/c-cv/cv.json').results[0].rows).toEqual({ train: 6, test: 6 });
  });
});

describe('folds of cv', () => {
  const world = (data: object, rows = points) =>
    project({ 'rows.csv': rows, 'c.json': straight({ features: ['x'], ...data }) });

  test('by dates forward in time, by groups, and in the order of the file', async () => {
    const said = async (data: object, args: string) =>
      flat((await world(data).done(`cv c.json ${args}`)).stderr);
    expect(await said({ split: { type: 'time', column: 't' } }, '--folds 3')).toContain(
      'the first 3 rows in time are trained on alone',
    );
    expect(await said({ split: { type: 'group', column: 'g' } }, '--folds 3')).toContain(
      '3 folds by g, rows of one value together: 4 rows each',
    );
    expect(await said({}, '--folds 5 --no-shuffle')).toContain(
      '5 folds in the order of the file: 2 to 3 rows each',
    );
    expect(await said({}, '--folds 2 --repeats 2')).toContain('2 folds at random, 2 times anew: 6 rows each');
  });

  test.each([
    [
      {},
      '--no-shuffle --repeats 2',
      2,
      '--repeats 2: the folds would be the same 2 times, as --no-shuffle leaves',
    ],
    [
      { split: { type: 'group', column: 'part' } },
      '--folds 3',
      65,
      'column part has 2 different values, but 3 folds',
    ],
    [{ split: { type: 'time' } }, '--folds 12', 65, 'has 12 rows, but 12 folds forward in time need 13'],
  ])('%j %s', async (data, args, code, message) => {
    const outcome = await world(data).mlp(`cv c.json ${args}`);
    expect(outcome.code).toBe(code);
    expect(flat(outcome.stderr)).toContain(message);
  });

  test('of too few rows, groups, times or values are refused, with what would do', async () => {
    const one = lines('x,y,g,t,part', 1, () => '1,2,a,2024-01-01,t');
    const two = lines('x,y,g,t,part', 2, (i) => `${i},${i},a,2024-01-0${1 + i},t`);
    const refused = async (data: object, args: string, rows: string) => {
      const { code, stderr } = await world(data, rows).mlp(`cv c.json ${args}`);
      expect(code).toBe(65);
      return flat(stderr);
    };
    expect(await refused({}, '--folds 2', one)).toContain(
      '2 folds of 1 row: each needs one at least; use more rows',
    );
    expect(await refused({ split: { type: 'group', column: 'g' } }, '', two)).toContain(
      'split by another column',
    );
    expect(await refused({ split: { type: 'time', column: 't' } }, '', two)).toContain(
      'use more rows, or another data.split',
    );
    expect(await refused({}, '--fold-column g', two)).toContain(
      'of 2 to 255 folds; for rows of one value together',
    );
  });

  test('a class of one row, without a split of its own, is refused with what to set', async () => {
    const made = project({
      'rows.csv': lines('x,c', 9, (i) => `${i},${i === 0 ? 'rare' : 'often'}`),
      'c.json': { data: { train: 'rows.csv', target: 'c', split: { type: 'none' } }, layers: [] },
    });
    const { code, stderr } = await made.mlp('cv c.json --folds 3');
    expect(code).toBe(65);
    expect(flat(stderr)).toMatch(/classes: rare \(1 row\); give them more rows/);
    expect(stderr).toContain(`--set 'data.split={"type":"random","stratify":false}'`);
  });
});

describe('a directory of cv', () => {
  const made = () => project({ 'rows.csv': points, 'c.json': straight({ features: ['x'] }) });

  test('goes on with the predictions of the folds that have ended', async () => {
    const world = made();
    await world.done('cv c.json --folds 3 --predictions whole.csv --out whole --threads 1');
    const { results, ...rest } = world.json('whole/cv.json');
    const [, ...rows] = rowsOf(world.read('whole.csv'));
    const answers = rows.filter((row) => row[5] === '0').map((row) => [Number(row[6])]);
    world.write('cut/cv.json', { ...rest, complete: false, results: results.slice(0, 1) });
    world.write('cut/fold-0.json', { columns: ['prediction'], answers });
    const { stderr } = await world.done('cv c.json --folds 3 --out cut --resume --predictions cut.csv');
    expect(stderr).toContain('goes on after 1 fold\n');
    expect(world.read('cut.csv')).toBe(world.read('whole.csv'));
    const again = await world.mlp('cv c.json --folds 3 --out cut --resume --predictions cut.csv');
    expect(again.code).toBe(66);
    expect(flat(again.stderr)).toContain('predictions of the single folds are not kept once all have ended');
    const { stdout } = await world.done('cv c.json --folds 3 --out cut --resume');
    expect(stdout).toMatch(/^fold [\s\S]*\nmean /);
  });

  test.each([
    ['is no JSON', '{'],
    ['is of another format', '{"format":"mlp-cv","format_version":99}'],
  ])('whose file %s is refused', async (_, text) => {
    const world = made();
    world.write('runs/c-cv/cv.json', text);
    const { code, stderr } = await world.mlp('cv c.json --resume');
    expect(code).toBe(65);
    expect(flat(stderr)).toContain(
      'cv.json: is not what mlp cv of this version writes; run it anew (--force)',
    );
  });

  test('--resume where there is nothing begins', async () => {
    const world = made();
    const { stderr } = await world.done('cv c.json --folds 2 --resume');
    expect(stderr).not.toContain('goes on');
    expect(world.json('runs/c-cv/cv.json').complete).toBe(true);
  });

  test('that a signal ends before the first fold has nothing to keep', async () => {
    const world = made();
    const onSignal = (listener: (signal: 'SIGTERM') => void) => {
      listener('SIGTERM');
      return () => {};
    };
    const { code, stderr } = await world.mlp('cv c.json --folds 2', { onSignal });
    expect(code).toBe(143);
    expect(stderr).toContain('interrupted after 0 of 2 folds; to go on:\nmlp cv c.json --folds 2 --resume\n');
  });

  test('compare refuses one that was interrupted, and a metric that it has not; reads a file by its name', async () => {
    const world = made();
    await world.done('cv c.json --folds 2 --out a --quiet');
    expect((await world.done('compare a/cv.json a')).stdout).toContain('as good as');
    const unknown = await world.mlp('compare a a --metrics rmsee');
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toMatch(/no metric "rmsee" for \S+; did you mean "rmse"\?/);
    expect((await world.mlp('compare a a --metrics zzzzzzzz')).stderr).toMatch(
      /no metric "zzzzzzzz" for \S+; there are /,
    );
    const whole = world.json('a/cv.json');
    world.write('b/cv.json', { ...whole, complete: false, results: whole.results.slice(0, 1) });
    const cut = await world.mlp('compare a b');
    expect(cut.code).toBe(65);
    expect(flat(cut.stderr)).toContain('was interrupted after 1 of 2 folds; end it with mlp cv … --resume');
    expect((await world.done('compare a a --metrics loss')).stdout).toMatch(/as good as/);
    rmSync(join(world.directory, 'b'), { recursive: true });
  });
});

test('one fold of two diverges, which is said in the singular; its scores are left out of the means', async () => {
  const world = project({
    'rows.csv': lines('x,y,f', 8, (i) => `${i},${i < 4 ? i : `${i}e160`},${i < 4 ? 'p' : 'q'}`),
    'c.json': straight(
      { features: ['x'], target_scale: 'none' },
      { optimizer: { type: 'sgd', learning_rate: 0.01 } },
    ),
  });
  const { code, stderr } = await world.mlp('cv c.json --fold-column f');
  expect(code).toBe(1);
  expect(flat(stderr)).toContain('training diverged in fold 0, whose scores');
});

test('folds start from the weights of training.init_from, which have to fit', async () => {
  const world = project({ 'c.json': iris({ training: { epochs: 2 } }) });
  await world.done('train c.json --out run --quiet');
  await world.done('cv c.json --folds 2 --out a --quiet');
  await world.done('cv c.json --folds 2 --out b --quiet --set training.init_from=run');
  const losses = (name: string) => world.json(`${name}/cv.json`).metrics.loss.mean;
  expect(losses('b')).toBeLessThan(losses('a'));
  const { code, stderr } = await world.mlp(
    'cv c.json --folds 2 --out d --set training.init_from=run --set layers.0.units=3',
  );
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/0\.weight/);
});

test('the headline of a generator is that of its kind', async () => {
  const world = project({
    'vae.json': {
      name: 'vae',
      data: { train: dataset('iris.csv'), ignore: ['species'] },
      task: 'generation',
      layers: [{ type: 'dense', units: 3 }],
      training: { epochs: 1, objective: { type: 'vae', latent: 2 } },
    },
  });
  await world.done('cv vae.json --folds 2 --out a --quiet');
  const { metrics } = world.json('a/cv.json');
  const name = ['elbo', 'generator_loss'].find((each) => each in metrics);
  expect((await world.done('compare a a')).stdout).toContain(`in every fold (${name})`);
});
