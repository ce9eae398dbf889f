import { describe, expect, test } from 'vitest';
import { thinnedRows } from '../../src/explain/thinned_rows.js';
import { subjectOf } from '../explain/golden.js';
import { dataset, iris, type Project, project, rowsOf } from './project.js';

const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
const lines = (header: string, count: number, line: (i: number) => (number | string)[]) =>
  `${header}\n${Array.from({ length: count }, (_, i) => `${line(i).join(',')}\n`).join('')}`;

async function trained(config: object, rows: string, files: Record<string, string> = {}): Promise<Project> {
  const made = project({
    'd.csv': rows,
    'c.json': { layers: [], training: { epochs: 2 }, ...config },
    ...files,
  });
  await made.done('train c.json --out run --quiet');
  return made;
}

/** Numbers and texts with missing ones, and dates. */
const mixed = () =>
  trained(
    {
      data: {
        train: 'd.csv',
        target: 'y',
        columns: { n: { missing: 'mean' }, t: { type: 'date' } },
        split: { type: 'none' },
      },
      task: 'regression',
    },
    lines('n,c,t,y', 16, (i) => [
      i % 5 === 1 ? '' : i,
      i % 4 === 3 ? '' : 'pq'[i % 2],
      `2024-01-${10 + i}`,
      i % 7,
    ]),
  );

describe('missing values, dates and files', () => {
  test('a curve has a point for missing texts; shares are of all rows, those with a missing number included', async () => {
    const { done } = await mixed();
    const { stdout } = await done('explain run --column c --individual 2');
    expect(stdout).toMatch(/^c +y +row 1 +row 9\n/);
    expect(stdout).toMatch(/^\(missing\) /m);
    expect(rowsOf((await done('explain run --column c --format csv')).stdout).map((row) => row[1])).toEqual([
      'value',
      'p',
      'q',
      '',
    ]);
    const { points, individual } = JSON.parse(
      (await done('explain run --column n --grid 4 --individual 16 --json --quiet')).stdout,
    );
    const total = points.reduce((sum: number, { share }: { share: number }) => sum + share, 0);
    expect(total).toBeCloseTo(13 / 16, 12);
    expect(individual[1]).toMatchObject({ row: 2, value: null });
    const dates = JSON.parse((await done('explain run --column t --grid 2 --json --quiet')).stdout).points;
    expect(dates.map(({ value }: { value: string }) => value.slice(0, 10))).toEqual([
      '2024-01-10',
      '2024-01-25',
    ]);
  });

  test('contributions say which value is missing, in a table and in CSV; a stored background is what it was', async () => {
    const { done, json } = await mixed();
    expect((await done('explain run --rows 2,4')).stdout).toMatch(/^n +\(missing\) /m);
    const [header, ...rows] = rowsOf((await done('explain run --rows 2 --format csv')).stdout);
    expect(header).toEqual([
      'row',
      'output',
      'prediction',
      'average',
      'column',
      'value',
      'shapley',
      'standard_error',
    ]);
    const sum = rows.reduce((total, row) => total + Number(row[6]), Number(rows[0][3]));
    expect(sum).toBeCloseTo(Number(rows[0][2]), 9);
    expect(rows.find((row) => row[4] === 'n')!.slice(5)).toEqual(['', expect.stringMatching(/\d/), '']);
    const { columns } = json('run/background.json');
    expect(
      columns.map(([name, { type, values }]: [string, { type: string; values: unknown[] }]) => [
        name,
        type,
        values[1],
      ]),
    ).toEqual([
      ['n', 'number', null],
      ['c', 'category', 'q'],
      ['t', 'date', Date.UTC(2024, 0, 11) / 1000],
    ]);
  });

  test('a model file goes with the background beside it; one with damaged JSON is refused', async () => {
    const { done, mlp, write } = await mixed();
    const args = '--rows 1 --json --quiet';
    const ofRun = JSON.parse((await done(`explain run ${args}`)).stdout);
    const ofFile = JSON.parse((await done(`explain run/model.safetensors d.csv ${args}`)).stdout);
    expect(ofFile.predictions[0].contributions).toEqual(ofRun.predictions[0].contributions);
    expect(ofFile.predictions[0].line).toBe(2);
    write('run/background.json', '{');
    const { code, stderr } = await mlp('explain run --rows 1');
    expect(code).toBe(65);
    expect(flat(stderr)).toContain('background.json: is not what mlp wrote beside this model');
  });

  test('several files are one: texts that only one has, and missing ones', async () => {
    const { done, write } = await mixed();
    const header = 'n,c,t,y';
    const rows = (first: string) => (i: number) => [i, i === 2 ? '' : first, '2024-02-01', i];
    write('p.csv', lines(header, 4, rows('p')));
    write('q.csv', lines(header, 4, rows('q')));
    const { points, rows: count } = JSON.parse(
      (await done('explain run p.csv q.csv --column c --json --quiet')).stdout,
    );
    expect(count).toBe(8);
    expect(points.map(({ value, share }: { value: string; share: number }) => [value, share])).toEqual([
      ['p', 3 / 8],
      ['q', 3 / 8],
      [null, 2 / 8],
    ]);
  });

  test('a column without any value, a file without rows, a row that costs its place', async () => {
    const { mlp, write } = await mixed();
    const refused = async (text: string, args: string) => {
      write('e.csv', text);
      const { code, stderr } = await mlp(`explain run e.csv ${args}`);
      expect(code).toBe(65);
      return flat(stderr);
    };
    expect(await refused('n,c,t,y\n,p,2024-01-01,1\n,q,2024-01-02,2\n', '--column n')).toContain(
      'e.csv: n: has no value in these rows',
    );
    expect(await refused('n,c,t,y\n', '')).toContain('e.csv');
    const dropped = await trained(
      { data: { train: 'd.csv', target: 'y', columns: { n: { missing: 'drop' } } }, task: 'regression' },
      lines('n,y', 12, (i) => [i === 3 ? '' : i, i % 5]),
    );
    const { code, stderr } = await dropped.mlp('explain run d.csv --column n');
    expect(code).toBe(65);
    expect(flat(stderr)).toContain(
      'd.csv:5: the row has no prediction: a value is missing in a column whose',
    );
  });
});

describe('what a model has not', () => {
  test('outputs by another name, and generators', async () => {
    const two = await trained(
      { data: { train: 'd.csv', target: ['y', 'z'] }, task: 'regression' },
      lines('x,y,z', 12, (i) => [i, i % 5, i % 3]),
    );
    const { code, stderr } = await two.mlp('explain run --column x --class nothing');
    expect(code).toBe(2);
    expect(stderr).toContain('--class nothing: the model has no such target; there are y, z');
    const { stdout } = await two.done('explain run --column x --class z --quiet');
    expect(stdout).toMatch(/^x +share +z /);
    const generator = await trained(
      {
        data: { train: 'd.csv' },
        task: 'generation',
        layers: [{ type: 'dense', units: 2 }],
        training: { epochs: 1, objective: { type: 'vae', latent: 2 } },
      },
      lines('x,y', 12, (i) => [i, i % 5]),
    );
    const refused = await generator.mlp('explain run');
    expect(refused.code).toBe(2);
    expect(flat(refused.stderr)).toContain(
      'is a generator, which predicts nothing that its inputs could explain',
    );
  });

  test('a metric that is not defined for the rows, or without one of them', async () => {
    const { mlp, done, write } = await trained(iris(), '');
    const rows = 'sepal_length,sepal_width,petal_length,petal_width,species\n5,3,1,0.2,setosa\n';
    write('same.csv', `${rows}5,3,1.5,0.2,setosa\n`);
    const { code, stderr } = await mlp('explain run same.csv --metric roc_auc');
    expect(code).toBe(2);
    expect(flat(stderr)).toContain('--metric roc_auc: is not defined for the 2 rows of');
    write('two.csv', `${rows}6,3,5,1.8,virginica\n7,3,5,1.5,versicolor\n`);
    const { columns } = JSON.parse(
      (await done('explain run two.csv --metric roc_auc --json --quiet')).stdout,
    );
    expect(columns).toHaveLength(4);
    for (const { importance, standard_error } of columns) {
      expect(importance).toEqual(expect.any(Number));
      expect(standard_error).toBeUndefined();
    }
  });

  test('columns that say nothing: one value, and a text of its own in each row, are correlated with none', async () => {
    const { done } = await trained(
      { data: { train: 'd.csv', target: 'y', split: { type: 'none' } }, task: 'regression' },
      lines('x,id,kind,y', 8, (i) => [i, `r${i}`, 'pq'[i % 2], i % 5]),
    );
    const rows = 'x,id,kind,y\n3,r1,p,1\n3,r2,q,2\n3,r3,p,3\n';
    const { correlated } = JSON.parse((await done('explain run - --json --quiet', { stdin: rows })).stdout);
    expect(correlated).toEqual([]);
  });

  test('a value for which a basis function has none: the row has no prediction there, and no mean where none has', async () => {
    const made = await trained(
      {
        data: { train: 'd.csv', target: 'y', weight: 'w', basis: ['log(h - l)'], split: { type: 'none' } },
        task: 'regression',
      },
      lines('l,h,w,y', 10, (i) => [i, 2 * i + 1, 1, i % 5]),
    );
    const args = 'explain run --column h --grid 3 --individual 1';
    const { points, individual } = JSON.parse((await made.done(`${args} --json --quiet`)).stdout);
    expect(points.at(-1).average).toEqual([expect.any(Number)]);
    expect(individual[0].predictions.flat().every((each: unknown) => typeof each === 'number')).toBe(true);
    const low = JSON.parse(
      (await made.done('explain run --column l --grid 10 --individual 1 --json')).stdout,
    );
    expect(low.individual[0].predictions.at(-1)).toEqual([null]);
    made.write('one.csv', 'l,h,w,y\n0,1,1,1\n5,6,1,2\n');
    const few = 'explain run one.csv --column h --grid 2 --individual 2';
    const one = JSON.parse((await made.done(`${few} --json --quiet`)).stdout);
    expect(one.individual[1].predictions).toEqual([[null], [expect.any(Number)]]);
    expect(rowsOf((await made.done(`${few} --format csv --quiet`)).stdout)[5].at(-1)).toBe('');
    expect((await made.done(`${few} --quiet`)).stdout).toMatch(
      /^h +y +row 1 +row 2\n1 +[-\d.]+ +[-\d.]+ *\n6( +[-\d.]+){3} *\n$/,
    );
    expect((await made.done('explain run one.csv --column h --quiet')).stdout).toMatch(/\n1 +50\.0%/);
  });
});

describe('more than 12 columns', () => {
  // of a product of two columns, sampling in both directions is exact
  const many = () =>
    trained(
      {
        data: { train: 'd.csv', target: 'y', basis: ['x0 * x1 * x2'], split: { type: 'none' } },
        task: 'regression',
      },
      lines(`${Array.from({ length: 13 }, (_, j) => `x${j}`).join()},y`, 4, (i) => [
        ...Array.from({ length: 13 }, (_, j) => (i * (j + 3)) % 7),
        i,
      ]),
    );

  test('standard errors are in the table and the CSV, and the note says what they were sampled to', async () => {
    const { done } = await many();
    const { stdout, stderr } = await done('explain run --rows 1 --standard-error 0.3');
    expect(stdout).toMatch(/^column +value +adds +std\. error/m);
    expect(flat(stderr)).toMatch(
      /sampled until no standard error is above [\d.e-]+ of y \(--standard-error\)/,
    );
    const rows = rowsOf((await done('explain run --rows 1 --standard-error 0.3 --format csv')).stdout);
    expect(rows).toHaveLength(14);
    expect(rows.slice(1).every((row) => row[7] !== '' && Number.isFinite(Number(row[7])))).toBe(true);
  });

  test('sampling ends, and says so, where errors are asked for that it does not come to', async () => {
    const { done } = await many();
    const { stderr, stdout } = await done('explain run --rows 2 --standard-error 0.000001 --json');
    expect(flat(stderr)).toContain(
      'sampling ended after 1000 rounds with greater standard errors than asked for',
    );
    expect(JSON.parse(stdout).predictions[0]).toMatchObject({ rounds: 1000, is_unfinished: true });
  });
});

describe('rows thinned for a page', () => {
  test('are evenly spaced among all, with their columns, groups and lines', async () => {
    const { rows } = await subjectOf(
      await trained(
        {
          data: { train: 'd.csv', target: 'y', split: { type: 'group', column: 'g', test: 0.5 } },
          task: 'regression',
        },
        lines('x,g,y', 40, (i) => [i, `g${i % 8}`, i % 5]),
      ),
    );
    const count = rows.split.rows;
    const thin = thinnedRows({ ...rows, lines: Uint32Array.from({ length: count }, (_, i) => i + 2) }, 4);
    const taken = [0, 1, 2, 3].map((i) => Math.floor((i * count) / 4));
    expect(thin.name).toBe(`4 of the ${count} rows of the test split`);
    expect([...thin.lines!]).toEqual(taken.map((i) => i + 2));
    expect([...thin.groups!]).toEqual(taken.map((i) => rows.groups![i]));
    expect([...thin.split.t]).toEqual(taken.map((i) => rows.split.t[i]));
    expect(thin.predict(thin.split.x).y).toEqual(
      Float64Array.from(taken, (i) => rows.predict(rows.split.x).y[i]),
    );
    expect(thinnedRows(rows, count)).toBe(rows);
  });

  test('those of folds are each predicted by the network that has not seen them', async () => {
    const made = project({
      'c.json': iris({
        data: { train: dataset('iris.csv'), target: 'species' },
        ensemble: { type: 'folds', members: 3 },
      }),
    });
    await made.done('train c.json --out run --quiet');
    const { rows } = await subjectOf(made);
    const thin = thinnedRows(rows, 5);
    const whole = [...rows.predict(rows.split.x).y];
    expect([...thin.predict(thin.split.x).y]).toEqual(
      [0, 30, 60, 90, 120].flatMap((i) => whole.slice(3 * i, 3 * i + 3)),
    );
  });
});

test('a page says why there is no importance of any column, and how many columns it leaves out', async () => {
  const made = await trained(
    {
      data: { train: 'd.csv', target: 'y', basis: ['log(h - l)'], split: { type: 'none' } },
      task: 'regression',
    },
    lines('l,h,y', 10, (i) => [i, 1.5 * i + 1, i % 5]),
  );
  await made.done('report run --out page.html --quiet');
  const page = flat(made.read('page.html'));
  expect(page).toContain('What the network goes by');
  expect(page).toMatch(/log\(h - l\)/);
  expect(page).toContain('1 pair of columns is correlated, and what both know shows in neither alone.');
  const wide = await trained(
    { data: { train: 'd.csv', target: 'y', split: { type: 'none' } }, task: 'regression' },
    lines(`${Array.from({ length: 23 }, (_, j) => `x${j}`).join()},y`, 30, (i) => [
      ...Array.from({ length: 23 }, (_, j) => (i * i * (j + 3) + 7 * j * i) % 31),
      i % 7,
    ]),
  );
  await wide.done('report run --out page.html --quiet');
  expect(flat(wide.read('page.html'))).toContain(' 3 more columns are left out.');
});
