import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { repository, shell } from '../helpers/cli.js';
import { dataset, iris, type Project, project, rowsOf } from './project.js';

async function trained(config: object, csv = ''): Promise<Project> {
  const result = project({ 'c.json': config, 'd.csv': csv });
  await result.done('train c.json --out run --quiet');
  return result;
}

const layers = [
  { type: 'dense', units: 6, activation: 'tanh' },
  { type: 'batch_norm' },
  { type: 'dropout', rate: 0.3 },
  { type: 'residual', layers: [{ type: 'dense', units: 6, activation: 'gelu' }, { type: 'layer_norm' }] },
];
const training = { epochs: 8 };

/** Numbers that nothing in the columns' names or sizes gives away: a in thousands, b in thousandths. */
const csvOf = (
  answer: (a: number, b: number, i: number) => string,
  header: string,
  [moveA, moveB] = [0, 0],
) =>
  [
    `a,b,k,${header}`,
    ...Array.from({ length: 24 }, (_, i) => {
      const a = 5000 + moveA + 300 * ((i * 7) % 11);
      const b = 0.002 + moveB + 0.001 * ((i * 5) % 13);
      return `${a},${b},${i % 3 ? 'u' : 'v'},${answer(a, b, i)}`;
    }),
  ].join('\n');

const answers = (a: number, b: number) => `${a / 100 - 2000 * b},${1 + Math.round(a / 1000)}`;
const numbers = csvOf(answers, 'y,z');
/** Rows between those of `numbers`, where quantiles bend and jump; a few lie beyond. */
const between = csvOf(answers, 'y,z', [170, 0.00047]);
const kinds: [what: string, config: object, csv: string, data?: string][] = [
  [
    'classes',
    { data: { train: 'd.csv', target: 'y' }, layers, training },
    csvOf((a, b) => (a > 6500 ? 'high' : b > 0.008 ? 'sharp' : 'flat'), 'y'),
  ],
  [
    'two classes of one output',
    { data: { train: 'd.csv', target: 'y', scale: 'minmax' }, layers, training },
    csvOf((a) => (a > 6500 ? 'yes' : 'no'), 'y'),
  ],
  [
    'a number, scaled',
    {
      task: 'regression',
      data: { train: 'd.csv', target: 'y', ignore: ['z'], scale: 'robust', target_scale: 'standard' },
      layers,
      training,
    },
    numbers,
  ],
  [
    'numbers, scaled differently',
    {
      task: 'regression',
      data: { train: 'd.csv', target: ['y', 'z'], target_scale: 'minmax' },
      layers,
      training,
    },
    numbers,
  ],
  [
    'rates',
    {
      task: 'regression',
      data: { train: 'd.csv', target: 'z', ignore: ['y'] },
      head: { loss: 'poisson_nll' },
      layers,
      training,
    },
    numbers,
  ],
  [
    'labels',
    { data: { train: 'd.csv', target: ['y', 'z'] }, head: { activation: 'sigmoid' }, layers, training },
    csvOf((a, b) => `${a > 6500 ? 1 : 0},${b > 0.008 ? 1 : 0}`, 'y,z'),
  ],
  [
    'basis functions, of columns that are features and of some that are not',
    {
      task: 'regression',
      data: {
        train: 'd.csv',
        target: 'y',
        features: ['a', 'k'],
        basis: ['sqrt(a)*b', 'b^2 + sin(100*b)', 'log(a)'],
        target_scale: 'standard',
      },
      layers,
      training,
    },
    numbers,
  ],
  [
    'a reconstruction',
    { task: 'reconstruction', data: { train: 'd.csv', ignore: ['y', 'z'] }, layers, training },
    numbers,
  ],
  ...[
    { encode: { type: 'piecewise_linear', bins: 5, width: 3 } },
    { encode: { type: 'piecewise_linear', bins: 5 } },
    { encode: { type: 'piecewise_linear', bins: 5 }, scale: 'robust_smooth' },
    { encode: { type: 'piecewise_linear', bins: 5, width: 2 }, scale: 'quantile' },
  ].map((encoding): (typeof kinds)[number] => [
    `a number by columns in bins: ${JSON.stringify(encoding)}`,
    {
      task: 'regression',
      data: { train: 'd.csv', target: 'y', features: ['a', 'b'], basis: ['sqrt(a)*b'], ...encoding },
      layers,
      training,
    },
    numbers,
    between,
  ]),
  ...(['robust_smooth', 'quantile'] as const).flatMap((scale): typeof kinds => [
    [
      `a number by columns scaled by a curve: ${scale}`,
      {
        task: 'regression',
        data: { train: 'd.csv', target: 'y', features: ['a', 'b'], basis: ['sqrt(a)*b', 'log(a)'], scale },
        layers,
        training,
      },
      numbers,
      between,
    ],
    [
      `a reconstruction of such columns: ${scale}`,
      { task: 'reconstruction', data: { train: 'd.csv', ignore: ['y', 'z'], scale }, layers, training },
      numbers,
      between,
    ],
  ]),
];

describe('is what predict changes by, divided by what a column changes by', () => {
  test.each(kinds)('%s', async (_, config, csv, data = csv) => {
    const { done } = await trained(config, csv);
    const [header, ...rows] = rowsOf(data).map((row) => row.slice(0, 3));
    const [names, ...jacobian] = rowsOf((await done('jacobian run', { stdin: data })).stdout);
    expect(jacobian).toHaveLength(rows.length);
    const predictions = async (data: readonly (readonly string[])[]) => {
      const text = [header, ...data].map((row) => row.join(',')).join('\n');
      const [columns, ...values] = rowsOf((await done('predict run', { stdin: text })).stdout);
      return { columns, values };
    };
    let compared = 0;
    for (const [j, name] of ['a', 'b'].entries()) {
      // ε = 1e-5 of the column's spread: rounding of some units of 2⁻⁵³ of the prediction becomes some 1e-11 of `size`,
      // and ε²/6 f‴ is left over, 2e-11 of f‴ by the spread, which these curved networks have several times as large as
      // f′.
      const step = (j === 0 ? 1000 : 0.004) * 1e-5;
      const moved = (by: number) => predictions(rows.map((row) => row.with(j, String(Number(row[j]) + by))));
      const [above, below] = [await moved(step), await moved(-step)];
      above.columns.forEach((column, k) => {
        const derivative = names.indexOf(`d${column}/d${name}`);
        if (derivative < 0) return;
        compared++;
        rows.forEach((row, i) => {
          const taken = Number(row[j]) + step - (Number(row[j]) - step);
          const numeric = (Number(above.values[i][k]) - Number(below.values[i][k])) / taken;
          const analytic = Number(jacobian[i][derivative]);
          const size = Math.abs(Number(above.values[i][k])) / (j === 0 ? 1000 : 0.004);
          expect(Math.abs(analytic - numeric), `${names[derivative]}, row ${i}`).toBeLessThanOrEqual(
            1e-7 * Math.abs(numeric) + 1e-10 * size,
          );
        });
      });
    }
    // every derivative by a and by b was met
    expect(compared).toBe(names.filter((name) => /\/d[ab]$/.test(name)).length);
    expect(compared).toBeGreaterThan(0);
  });
});

describe('worked by hand', () => {
  // y = σ(w₁ x₁ + w₂ x₂) with columns that are halved: x₁ = c₁ / 2 (minmax of 0 and 2), so that dp/dc₁ = p (1 − p) w₁ /
  // 2
  test('logistic regression: p (1 − p) w, by column units', async () => {
    const { done } = await trained(
      {
        data: { train: 'd.csv', target: 'y', scale: 'minmax', split: { type: 'none' } },
        layers: [],
        head: { initial: { weight: [[4, -2]], bias: [0] }, trainable: false },
        training: { epochs: 1 },
      },
      'c1,c2,y\n0,0,no\n2,4,yes\n',
    );
    const { stdout } = await done('jacobian run', { stdin: 'c2,c1\n0,0\n4,2\n' });
    const p = 1 / (1 + Math.exp(-2));
    const rows = rowsOf(stdout);
    expect(rows[0]).toEqual(['dp_no/dc1', 'dp_no/dc2', 'dp_yes/dc1', 'dp_yes/dc2']);
    // at (0, 0): p = 1/2, p (1 − p) = 1/4; w / range = (4/2, −2/4)
    expect(rows[1].map(Number)).toEqual([-0.5, 0.125, 0.5, -0.125]);
    // at (2, 4): a = 4 − 2 = 2
    const slope = p * (1 - p);
    rows[2].map(Number).forEach((value, j) => {
      expect(value).toBeCloseTo([-2, 0.5, 2, -0.5][j] * slope, 15);
    });
  });

  test('categories: each indicator is an input; in a linear model they are what a change of category does', async () => {
    const { done } = await trained(
      {
        task: 'regression',
        data: { train: 'd.csv', target: 'y', split: { type: 'none' }, target_scale: 'standard' },
        layers: [],
        training: { epochs: 30 },
      },
      'x,k,y\n1,red,3\n2,blue,5\n3,red,8\n5,green,1\n4,blue,6\n',
    );
    const jacobian = rowsOf((await done('jacobian run d.csv')).stdout);
    expect(jacobian[0]).toEqual([
      'dprediction/dx',
      'dprediction/dk=blue',
      'dprediction/dk=green',
      'dprediction/dk=red',
    ]);
    const [blue, green, red] = rowsOf(
      (await done('predict run', { stdin: 'x,k\n1,blue\n1,green\n1,red\n' })).stdout,
    )
      .slice(1)
      .map(([value]) => Number(value));
    for (const row of jacobian.slice(1)) {
      const [, dBlue, dGreen, dRed] = row.map(Number);
      expect(dBlue - dGreen).toBeCloseTo(blue - green, 12);
      expect(dRed - dGreen).toBeCloseTo(red - green, 12);
    }
  });

  test('a basis function alone: d(x²)/dx is 2 x', async () => {
    const { done } = await trained(
      {
        task: 'regression',
        data: { train: 'd.csv', target: 'y', ignore: ['x'], basis: ['x^2'], scale: 'none' },
        layers: [],
        head: { initial: { weight: [[3]], bias: [1] }, trainable: false },
        training: { epochs: 1 },
      },
      'x,y\n1,2\n2,3\n3,5\n',
    );
    const { stdout } = await done('jacobian run', { stdin: 'x\n0\n-1.5\n7\n' });
    expect(stdout).toBe('dprediction/dx\n0\n-9\n42\n');
  });
});

describe('in pipes, as predict', () => {
  const irisFile = dataset('iris.csv');
  const lines = readFileSync(irisFile, 'utf8').trimEnd().split('\n');

  test('answered row by row, before the input ends, with the bits of the whole file', async () => {
    const { directory, done } = await trained(iris());
    const whole = (await done(`jacobian run ${irisFile} --keep species`)).stdout.split('\n');
    expect(whole).toHaveLength(152);
    const child = spawn(
      process.execPath,
      [`${repository}/bin/mlp.js`, 'jacobian', 'run', '--keep', 'species'],
      {
        cwd: directory,
      },
    );
    const closed = new Promise((resolve) => child.on('close', resolve));
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.write(`${lines[0]}\n`);
    for (let i = 1; i < 5; i++) {
      child.stdin.write(`${lines[i]}\n`);
      if (i === 1) expect((await answers.next()).value).toBe(whole[0]);
      expect((await answers.next()).value).toBe(whole[i]);
    }
    child.stdin.end();
    expect(await closed).toBe(0);
  });

  test('jsonl; a reader that stops', async () => {
    const { directory } = await trained(iris());
    const { code, stdout, stderr } = await shell(`mlp jacobian run ${irisFile} --format jsonl | head -1`, {
      cwd: directory,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const object: Record<string, number> = JSON.parse(stdout);
    expect(Object.keys(object)).toHaveLength(12);
    // probabilities sum to 1, so their derivatives to 0
    for (const column of lines[0].split(',').slice(0, 4)) {
      const parts = ['setosa', 'versicolor', 'virginica'].map((name) => object[`dp_${name}/d${column}`]);
      expect(Math.abs(parts[0] + parts[1] + parts[2])).toBeLessThan(1e-15);
    }
  });

  test('a row that a missing value has cost its answer', async () => {
    const { done } = await trained(
      {
        task: 'regression',
        data: { train: 'd.csv', target: 'y', missing: 'drop', basis: ['a*b'] },
        training: { epochs: 1 },
      },
      'a,b,y\n1,2,3\n2,3,1\n4,1,2\n',
    );
    const alone = (await done('jacobian run', { stdin: 'a,b\n1,2\n4,1\n' })).stdout.split('\n');
    const { stdout } = await done('jacobian run', { stdin: 'a,b\n1,2\n,5\n4,1\n' });
    expect(stdout.split('\n')).toEqual([alone[0], alone[1], ',', alone[2], '']);
  });
});

describe('what cannot be', () => {
  test('a derivative that does not exist: says of which function, where', async () => {
    const { mlp } = await trained(
      {
        task: 'regression',
        data: { train: 'd.csv', target: 'y', basis: ['sqrt(x)'] },
        training: { epochs: 1 },
      },
      'x,y\n1,2\n2,3\n3,5\n',
    );
    const { code, stderr } = await mlp('jacobian run', { stdin: 'x\n1\n0\n' });
    expect(code).toBe(65);
    expect(stderr).toMatch(/stdin:3: data\.basis: .*sqrt\(x\).*: the value is Infinity/);
  });

  test('no such model, no such column', async () => {
    const { mlp } = await trained(iris());
    expect((await mlp('jacobian nowhere', { stdin: 'x\n1\n' })).code).toBe(66);
    const { code, stderr } = await mlp('jacobian run', { stdin: 'sepal_length\n1\n' });
    expect(code).toBe(65);
    expect(stderr).toContain('no column "sepal_width"');
  });
});
