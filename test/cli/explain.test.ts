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
    expect(await rows(dataset('iris.csv'))).toMatch(/of 150 rows of \S*iris\.csv; each column/);
    expect(await rows('--part train')).toMatch(/of 90 rows of the train split; each/);
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
