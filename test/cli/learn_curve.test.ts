import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataset, iris, project } from './project.js';

const place = (config: object = {}) => project({ 'iris.json': iris({ training: { epochs: 4 }, ...config }) });
const said = ({ code, stderr }: { code: number; stderr: string }) => [code, stderr.replace(/\s+/g, ' ')];
const curve = 'learn-curve iris.json --repeats 2 --sizes 6,0.5,1';
interface Result {
  readonly size: number;
  readonly rows: number;
  readonly repeat: number;
  readonly score: number;
  readonly training: number;
}

test('a row a size; all rows in the first repetition are what mlp train trains', async () => {
  const { done, json, read } = place();
  const { stdout, stderr } = await done(curve);
  const [header, ...rows] = stdout.trimEnd().split('\n');
  expect(header).toMatch(/^rows +epochs +test accuracy +± sd +training +± sd$/);
  expect(rows.slice(0, 3).map((row) => row.split(/ +/)[0])).toEqual(['6', '45', '90']);
  expect(rows[3]).toMatch(
    /^From 45 to 90 training rows each doubling .* \(standard error of 2 repetitions, p [\d.e-]+\)/,
  );
  expect(said({ code: 0, stderr })[1]).toContain(
    '3 sizes of training sets, 6 to 90 of 90 rows, 2 times each (--repeats), all measured on the same 30 test rows; ' +
      'subsets are nested, in a random order with the classes in proportion',
  );
  const { results, points, gain } = json('runs/iris-learn-curve/learn-curve.json');
  await done('train iris.json --quiet');
  const { test: held, train } = json('runs/iris/metrics.json');
  expect(results[4]).toMatchObject({ rows: 90, repeat: 0, score: held.accuracy, training: train.accuracy });
  expect(results[5].training).not.toBe(train.accuracy);
  const scores = results.slice(4).map(({ score }: Result) => score);
  expect(points[2].score.mean).toBeCloseTo((scores[0] + scores[1]) / 2, 15);
  expect(gain).toMatchObject({ from: 45, to: 90 });
  const page = read('runs/iris-learn-curve/report.html');
  expect(page).toContain('iris: learning curve');
  expect(page).toContain('Dots are single trainings');
});

test('the same bytes from other threads and after an interruption, which says how to go on', async () => {
  const { done, mlp, read, directory } = place();
  const { stdout } = await done(`${curve} --threads 1 --json`);
  const text = read('runs/iris-learn-curve/learn-curve.json');
  expect(stdout).toBe(text);
  await done(`${curve} --threads 2 --out runs/two`);
  expect(read('runs/two/learn-curve.json')).toBe(text);
  let trained = 0;
  const stopped = await mlp(`${curve} --out runs/part`, {
    onSignal(listener) {
      const timer = setInterval(() => {
        const path = join(directory, 'runs/part/learn-curve.json');
        if (existsSync(path)) trained = JSON.parse(readFileSync(path, 'utf8')).results.length;
        if (trained > 0) listener('SIGINT');
      }, 1);
      return () => clearInterval(timer);
    },
  });
  const line = stopped.stderr.trimEnd().split('\n').at(-1)!;
  if (stopped.code !== 0) {
    expect([stopped.code, line]).toEqual([
      130,
      'mlp learn-curve iris.json --out runs/part --sizes 6,0.5,1 --repeats 2 --resume',
    ]);
    await done(line.replace(/^mlp /, ''));
  }
  expect(read('runs/part/learn-curve.json')).toBe(text);
  const again = await mlp(curve);
  expect(said(again)).toEqual([73, expect.stringContaining('has learn-curve.json already')]);
  const other = await mlp(`${curve} --resume --set training.epochs=5`);
  expect(said(other)).toEqual([65, expect.stringContaining('config.training.epochs was 4, now 5')]);
  expect(read('runs/iris-learn-curve/learn-curve.json')).toBe(text);
});

test('interrupted before the first training', async () => {
  const { mlp, done, directory } = place();
  const outcome = await mlp(curve, {
    onSignal(listener) {
      listener('SIGTERM');
      return () => {};
    },
  });
  expect(said(outcome)).toEqual([
    143,
    expect.stringContaining('interrupted after 0 of 6 trainings; to go on:'),
  ]);
  expect(existsSync(join(directory, 'runs/iris-learn-curve/report.html'))).toBe(false);
  await done(`${curve} --resume`);
});

test.each([
  [{ type: 'group', column: 'age', test: 0.2 }, 'whole groups in a random order'],
  [{ type: 'time', test: 0.2 }, 'the earliest rows first'],
  [{ type: 'time', column: 'age', test: 0.2 }, 'the earliest rows first'],
  [{ type: 'random', validation: 0.2 }, 'measured on the same'],
])('subsets follow the split %j', async (split, words) => {
  const { done, json } = place({ data: { train: dataset('diabetes.csv'), target: 'progression', split } });
  const { stderr } = await done('learn-curve iris.json --repeats 2 --sizes 0.1,0.3,0.3');
  expect(said({ code: 0, stderr })[1]).toContain(words);
  const { results, measured, gain } = json('runs/iris-learn-curve/learn-curve.json');
  expect(results).toHaveLength(4);
  expect(measured.part).toBe('validation' in split ? 'validation' : 'test');
  expect(gain.from).toBeLessThan(gain.to);
});

test('one repetition says nothing of chance; a loss; one size has nothing to compare', async () => {
  const { done } = place();
  const { stdout } = await done('learn-curve iris.json --repeats 1 --metric log_loss --sizes 10,20');
  expect(stdout).toMatch(/^rows +epochs +test log_loss +training\n/);
  expect(stdout).toContain('A single repetition cannot be told from chance: take several (--repeats 5).');
  const one = await done('learn-curve iris.json --repeats 1 --sizes 1 --metric kl_divergence --out runs/one');
  expect(one.stdout).toContain('There are no two sizes with a kl_divergence to compare.');
});

test('training that diverges is said, and ends in exit code 1', async () => {
  const { mlp } = place({ optimizer: { type: 'sgd', learning_rate: 1e300 } });
  const outcome = await mlp(`${curve} --set training.l2=1`);
  expect(said(outcome)).toEqual([1, expect.stringContaining('training diverged in 6 of 6 trainings')]);
});

test.each<[string, number, string]>([
  ['--sizes 91', 2, '--sizes: 91 rows, but there are 90 training rows'],
  ['--sizes 0.001', 2, '--sizes: 0.001 of 90 training rows is not a row'],
  ['--sizes ten', 2, 'Expected whole numbers of rows, or shares up to 1'],
  ['--sizes 2.5', 2, 'Expected whole numbers of rows, or shares up to 1'],
  ['--metric acuracy', 2, 'did you mean "accuracy"?'],
  ['--metric rmse', 2, 'rmse is not defined for these test rows; there are loss, accuracy'],
  ['--set data.split={"type":"none"}', 78, 'there are no test rows, nor validation rows, to measure by'],
  ['--sizes 2,90', 65, 'use larger subsets (--sizes)'],
  [
    '--set data.split={"type":"none"}',
    78,
    `with --set 'data.split={"type":"random","validation":0,"test":0.2}'`,
  ],
])('refuses %s before anything is trained', async (flags, code, message) => {
  const { mlp, directory } = place();
  const outcome = await mlp(`learn-curve iris.json ${flags}`);
  expect(said(outcome)).toEqual([code, expect.stringContaining(message)]);
  if (code !== 65) expect(existsSync(join(directory, 'runs'))).toBe(false);
});
