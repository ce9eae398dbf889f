import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataset, iris, type Project, project, rowsOf } from './project.js';

async function trained(config: object = iris(), files: Record<string, string> = {}): Promise<Project> {
  const made = project({ 'c.json': config, ...files });
  await made.done('train c.json --out run --quiet');
  return made;
}

describe('mlp explain', () => {
  test('prints importances, the greatest first, and says of which rows', async () => {
    const { done } = await trained();
    const { stdout, stderr } = await done('explain run --metric loss');
    const [header, ...rows] = rowsOf(stdout);
    expect(header[0]).toMatch(/^column +loss added +std\. error$/);
    expect(rows).toHaveLength(4);
    expect(stderr).toMatch(
      /note: loss is [\d.]+ of 30 rows of the test split \(the last part there is; --part/,
    );
    expect(stderr).toMatch(/petal_length and petal_width \(0\.9\d\)/);
  });

  test('JSON and CSV have the same numbers, with every digit', async () => {
    const { done } = await trained();
    const json = JSON.parse((await done('explain run --metric loss --repeats 3 --json --quiet')).stdout);
    const csv = rowsOf((await done('explain run --metric loss --repeats 3 --format csv')).stdout);
    expect(json).toMatchObject({ data: 'the test split', rows: 30, metric: 'loss', repeats: 3, seed: 0 });
    expect(csv).toEqual([
      ['column', 'importance', 'standard_error'],
      ...json.columns.map(({ column, importance, standard_error }: Record<string, number>) => [
        String(column),
        String(importance),
        String(standard_error),
      ]),
    ]);
  });

  test('measures on DATA, on another part, and by another seed', async () => {
    const { done } = await trained();
    const rows = async (args: string) => (await done(`explain run ${args}`)).stderr;
    expect(await rows(dataset('iris.csv'))).toMatch(/of 150 rows of \S*iris\.csv; the values/);
    expect(await rows('--part train')).toMatch(/of 90 rows of the train split; the values/);
    const [first, again, other] = await Promise.all(
      ['', '', ' --seed 1'].map((seed) => done(`explain run --metric loss --json${seed}`)),
    );
    expect(again.stdout).toBe(first.stdout);
    expect(other.stdout).not.toBe(first.stdout);
  });

  test('is the same on each backend and number of threads', async () => {
    const { done } = await trained();
    const runs = ['--backend js', '--backend wasm --threads 1', '--threads 3'];
    const texts = await Promise.all(
      runs.map(async (args) => (await done(`explain run --json --metric loss ${args}`)).stdout),
    );
    expect(new Set(texts).size).toBe(1);
  });

  test('--column prints a curve, as table, CSV and JSON, with single rows', async () => {
    const { done } = await trained();
    const args = 'explain run --column petal_width --grid 5 --class virginica';
    const { stdout, stderr } = await done(args);
    expect(stdout).toMatch(/^petal_width +share +virginica +0 … /);
    expect(stderr).toMatch(/mean prediction for 30 rows of the test split/);
    const json = JSON.parse((await done(`${args} --individual 3 --json`)).stdout);
    expect(json).toMatchObject({ column: 'petal_width', outputs: ['virginica'], rows: 30 });
    expect(json.individual.map(({ row }: { row: number }) => row)).toEqual([1, 11, 21]);
    const [header, ...rows] = rowsOf((await done(`${args} --individual 3 --format csv`)).stdout);
    expect(header).toEqual(['row', 'value', 'share', 'virginica']);
    expect(rows).toHaveLength(4 * json.points.length);
    expect(rows[0]).toEqual(
      ['', json.points[0].value, json.points[0].share, json.points[0].average[0]].map(String),
    );
  });

  test('--rows adds up, for the predicted class, and for a row without a target that is piped in', async () => {
    const { done, read } = await trained();
    const { predictions, method, background } = JSON.parse(
      (await done('explain run --rows 1-2 --json')).stdout,
    );
    expect({ method, background }).toEqual({ method: 'exact', background: 90 });
    for (const { prediction, average, contributions } of predictions) {
      const sum = contributions.reduce((total: number, each: { shapley: number }) => total + each.shapley, 0);
      expect(sum).toBeCloseTo(prediction - average, 9);
    }
    expect(JSON.parse(read('run/background.json')).rows).toHaveLength(90);
    const stdin = 'petal_width,petal_length,sepal_width,sepal_length\n0.2,1.4,3.5,5.1\n';
    const { stdout } = await done('explain run - --rows all', { stdin });
    expect(stdout).toMatch(/^row 1 \(line 2\): setosa 0\.\d+ = average 0\.\d+ \+\ncolumn +value +adds/);
  });

  test('a run without a background draws it again, to the same values, and says so', async () => {
    const { done, directory } = await trained();
    const before = (await done('explain run --rows 1 --json --quiet')).stdout;
    rmSync(join(directory, 'run/background.json'));
    const { stdout, stderr } = await done('explain run --rows 1 --json');
    expect(stdout).toBe(before);
    expect(stderr).toMatch(/note: the run has no background\.json.*90 of the 90 rows of its train split/);
  });

  test('a background of another model is refused, with what to do', async () => {
    const { mlp, write } = await trained();
    write('run/background.json', '{"rows":[0],"columns":[]}');
    const { code, stderr } = await mlp('explain run --rows 1');
    expect(code).toBe(65);
    expect(stderr).toMatch(/background\.json: is not what mlp wrote beside this model; remove it/);
  });

  test.each([
    ['explain run --metric acuracy', 2, /--metric acuracy: no such metric .*did you mean "accuracy"/],
    [
      'explain run --metric rmse',
      2,
      /--metric rmse: no such metric for a target of classes; there are loss, /,
    ],
    ['explain run --repeats 0', 2, /whole number from 1/],
    ['explain run one.csv', 65, /one\.csv: has one row/],
    ['explain run no.csv', 66, /no\.csv/],
    ['explain run --column petal_widht', 2, /petal_widht: is no input.*did you mean "petal_width"/],
    ['explain run --column species', 2, /species: is no input of the model; there are sepal_length, /],
    ['explain run --column petal_width --class virginca', 2, /no such class; did you mean "virginica"/],
    ['explain run --column petal_width --metric loss', 2, /--metric: is for importance, not for --column/],
    ['explain run --standard-error 1', 2, /--standard-error: is for --rows, not for importance/],
    ['explain run --column petal_width --rows 1', 2, /different things/],
    ['explain run --rows 31', 2, /--rows 31: the test split has 30 rows, counted from 1/],
    ['explain run --rows 0', 2, /Expected numbers of rows/],
    ['explain run --rows 3-1', 2, /Expected numbers of rows/],
    ['explain run one.csv --rows 2', 2, /one\.csv has 1 row/],
    ['explain run one.csv --part test', 2, /--part: is of the run's own data/],
  ])('%s', async (args, code, message) => {
    const one = 'sepal_length,sepal_width,petal_length,petal_width,species\n5,3,1,0.2,setosa\n';
    const { mlp } = await trained(iris(), { 'one.csv': one });
    const outcome = await mlp(args);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(message);
  });

  test('--part that the run does not have', async () => {
    const { mlp } = await trained(iris({ data: { train: dataset('iris.csv'), target: 'species' } }));
    const { code, stderr } = await mlp('explain run --part test');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/no such part/) });
  });

  test('autoencoders and generators are refused, with what to do', async () => {
    const { target: _, ...data } = iris().data;
    const encoder = await trained(
      iris({
        data: { ...data, ignore: ['species'], split: { type: 'random', test: 0.2 } },
        task: 'reconstruction',
      }),
    );
    const { code, stderr } = await encoder.mlp('explain run');
    expect(code).toBe(2);
    expect(stderr).toMatch(/autoencoder.*mlp predict/);
  });
});
