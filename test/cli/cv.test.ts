import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataset, iris, project, rowsOf } from './project.js';

const quick = (more: object = {}) => iris({ training: { epochs: 4 }, ...more });

/** Signals by a listener that is called as soon as there is one; the second call of `onSignal` gets none. */
const interruptedAtOnce = (listener: (signal: 'SIGINT') => void) => {
  // before any fold has begun: timers wait until a run gives way, which a short one never does
  queueMicrotask(() => listener('SIGINT'));
  return () => {};
};

const linesOf = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

describe('cv by the program', () => {
  test('a row a fold, the summary, and a file whose bits threads do not change', async () => {
    const world = project({ 'iris.json': quick() });
    const { stdout, stderr } = await world.done('cv iris.json --out a --threads 1');
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^fold +train +stop +held +epochs +accuracy +loss$/);
    expect(lines.slice(1, 6).map((line) => line.trim().split(/ +/).slice(0, 5))).toEqual(
      [0, 1, 2, 3, 4].map((fold) => [String(fold), '96', '24', '30', '4']),
    );
    expect(lines.slice(6, 10).map((line) => line.slice(0, 8).trim())).toEqual([
      'mean',
      '± sd',
      '± se',
      'baseline',
    ]);
    expect(lines[10]).toMatch(/^accuracy 0\.\d+ ± 0\.\d+: mean of 5 folds and its standard error/);
    expect(stderr).toContain('5 folds at random, the classes in proportion: 30 rows each');
    expect(stderr).toContain('training is stopped by 20 % of its own rows (data.split.validation)');
    await world.done('cv iris.json --out b --threads 2');
    expect(world.read('b/cv.json')).toBe(world.read('a/cv.json'));
    const { config, results, complete, sha256 } = world.json('a/cv.json');
    expect(complete).toBe(true);
    expect(results).toHaveLength(5);
    expect(sha256.train).toMatch(/^[0-9a-f]{64}$/);
    expect(existsSync(join(world.directory, 'a', config.data.train))).toBe(true);
    expect(existsSync(join(world.directory, 'a', 'fold-0.json'))).toBe(false);
    const { stdout: json } = await world.done('cv iris.json --out a --force --json --quiet');
    expect(JSON.parse(json)).toEqual(world.json('a/cv.json'));
  });

  test('predictions keep all rows and columns, each by the fold that holds it out', async () => {
    const world = project({
      'rows.csv': `id,x,y,fold\n${linesOf(12, (i) => `r${i},${i}.50,${i % 5},${'pq'[i % 2]}`)}`,
      'c.json': {
        data: { train: 'rows.csv', target: 'y', ignore: ['id'], split: { type: 'random', validation: 0.2 } },
        task: 'regression',
        layers: [],
        training: { epochs: 2 },
      },
    });
    const { stderr } = await world.done('cv c.json --fold-column fold --predictions held.csv');
    expect(stderr).toContain('2 folds by column fold: 6 rows each');
    const [header, ...rows] = rowsOf(world.read('held.csv'));
    expect(header).toEqual(['id', 'x', 'y', 'fold', 'cv_fold', 'prediction']);
    expect(rows.map((row) => row.slice(0, 5))).toEqual(
      Array.from({ length: 12 }, (_, i) => [`r${i}`, `${i}.50`, String(i % 5), 'pq'[i % 2], String(i % 2)]),
    );
    expect(rows.every((row) => Number.isFinite(Number(row[5])))).toBe(true);
    expect((await world.mlp('cv c.json --fold-column fold --folds 2')).code).toBe(2);
    expect((await world.mlp('cv c.json --fold-column fld')).stderr).toContain(
      '--fold-column fld: rows.csv has no such column; did you mean "fold"?',
    );
    expect((await world.mlp('cv c.json --fold-column fold --repeats 2')).stderr).toContain(
      '--repeats 2: the folds would be the same 2 times, as --fold-column says which they are',
    );
  });

  test('rows that are held out first in time have no prediction, which is said', async () => {
    const data = { train: dataset('iris.csv'), target: 'petal_width', split: { type: 'time' } };
    const world = project({ 'time.json': quick({ data: { ...data, ignore: ['species'] } }) });
    const { stderr } = await world.done('cv time.json --folds 4 --predictions held.csv --repeats 1');
    expect(stderr).toContain('4 folds forward in time, by the order of the file: 30 rows each');
    expect(stderr).toContain('held.csv: 30 rows without a prediction');
    const rows = rowsOf(world.read('held.csv')).slice(1);
    expect(rows.map((row) => row[5])).toEqual(
      rows.map((_, i) => (i < 30 ? '' : String(Math.floor(i / 30) - 1))),
    );
  });

  test('an interruption keeps the folds that are done, and --resume goes on to the same bits', async () => {
    const world = project({ 'iris.json': quick() });
    await world.done('cv iris.json --repeats 2 --out whole --predictions whole.csv --threads 1');
    const cut = await world.mlp('cv iris.json --repeats 2 --out cut --threads 1', {
      onSignal: interruptedAtOnce,
    });
    expect(cut.code).toBe(130);
    expect(cut.stderr).toMatch(/interrupted after \d of 10 folds/);
    expect(cut.stderr).toContain('mlp cv iris.json --out cut --threads 1 --repeats 2 --resume\n');
    // as an interruption in the third fold leaves it
    await world.done('cv iris.json --repeats 2 --out cut --threads 1 --force');
    const whole = world.json('cut/cv.json');
    world.write('cut/cv.json', { ...whole, complete: false, results: whole.results.slice(0, 3) });
    const gone = await world.mlp('cv iris.json --repeats 2 --out cut --resume --predictions cut.csv');
    expect(gone.code).toBe(66);
    expect(gone.stderr).toContain(
      'fold-0.json: no such file; the predictions of folds that have ended are gone',
    );
    const { stderr } = await world.done('cv iris.json --repeats 2 --out cut --resume');
    expect(stderr).toContain('goes on after 3 folds');
    expect(world.read('cut/cv.json').replaceAll('/cut', '/whole')).toBe(world.read('whole/cv.json'));
    const other = await world.mlp(
      'cv iris.json --repeats 2 --out cut --resume --set optimizer.learning_rate=0.1',
    );
    expect(other.code).toBe(65);
    expect(other.stderr).toContain(
      'belongs to another cross-validation: config.optimizer.learning_rate was 0.02, now 0.1',
    );
    expect((await world.mlp('cv iris.json --out cut')).code).toBe(73);
  });

  test('compare tells which of two is better, fold by fold', async () => {
    const world = project({ 'iris.json': quick() });
    await world.done('cv iris.json --out A-cv');
    await world.done('cv iris.json --out B-cv --set optimizer.learning_rate=0.1');
    const { stdout } = await world.done('compare A-cv B-cv --metrics log_loss');
    expect(stdout).toMatch(/^log_loss +A-cv +B-cv\n0 /);
    expect(stdout).toMatch(/B-cv is better than A-cv by 0\.\d+ ± 0\.\d+ \(log_loss, p [\d.e-]+\)/);
    const [first, second] = JSON.parse(
      (await world.done('compare A-cv B-cv --metrics log_loss --json')).stdout,
    );
    expect(first).not.toHaveProperty('differences');
    expect(second.differences.log_loss.mean).toBeLessThan(0);
    expect((await world.done('compare A-cv A-cv')).stdout).toContain(
      'A-cv is as good as A-cv in every fold (accuracy)',
    );

    await world.done('cv iris.json --out C-cv --seed 1');
    const folds = await world.mlp('compare A-cv C-cv');
    expect(folds.code).toBe(2);
    expect(folds.stderr).toMatch(/C-cv: has other folds than \S+A-cv \(other rows are in them\)/);
    await world.done('cv iris.json --out D-cv --folds 3');
    expect((await world.mlp('compare A-cv D-cv')).stderr).toContain('folds.count was 5, now 3');
    world.write('B-cv/cv.json', { ...world.json('B-cv/cv.json'), sha256: { train: '00' } });
    expect((await world.mlp('compare A-cv B-cv')).stderr).toMatch(/B-cv: has other data than \S+A-cv/);
    expect((await world.mlp('compare A-cv')).stderr).toContain('name another cross-validation');
    await world.done('train iris.json --out run');
    expect((await world.mlp('compare A-cv run')).stderr).toMatch(
      /run: is no cross-validation, as \S+A-cv is/,
    );
  });

  test('folds that diverge are said, and their file is one that compare reads', async () => {
    const data = { train: dataset('iris.csv'), target: 'petal_width', ignore: ['species'] };
    const world = project({
      'c.json': { data, layers: [], optimizer: { type: 'sgd', learning_rate: 1e200 } },
    });
    const { code, stderr } = await world.mlp('cv c.json');
    expect(code).toBe(1);
    expect(stderr).toContain('training diverged in folds 0, 1, 2, 3, 4, whose scores are those of the last');
    expect((await world.mlp('compare runs/c-cv runs/c-cv')).code).toBe(0);
  });

  test('a class that only a fold has is refused with advice', async () => {
    const world = project({
      'rows.csv': `x,c\n${Array.from({ length: 9 }, (_, i) => `${i},${i < 2 ? 'rare' : 'ab'[i % 2]}`).join('\n')}\n`,
      'c.json': { data: { train: 'rows.csv', target: 'c', split: { type: 'random' } }, layers: [] },
    });
    const { code, stderr } = await world.mlp('cv c.json');
    expect(code).toBe(65);
    expect(stderr).toContain(
      '5 folds, but fewer rows have these classes: a (4 rows), b (3 rows), rare (2 rows)',
    );
    expect(stderr).toContain('use --folds 2');
  });
});
