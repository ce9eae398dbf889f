import { describe, expect, test } from 'vitest';
import { shell } from '../helpers/cli.js';
import { dataset, iris, type Project, project, rowsOf } from './project.js';

const irisFile = dataset('iris.csv');

/** Every kind of layer, a block in a block, and a bottleneck of two. */
const layers = [
  { type: 'dense', units: 7, activation: 'gelu' },
  { type: 'batch_norm' },
  { type: 'dropout', rate: 0.4 },
  {
    type: 'residual',
    layers: [
      { type: 'dense', units: 7, activation: 'tanh' },
      { type: 'residual', layers: [{ type: 'layer_norm' }] },
    ],
  },
  { type: 'noise', sd: 0.1 },
  { type: 'dense', units: 2 },
  { type: 'activation', activation: 'softsign' },
];

const autoencoder = {
  task: 'reconstruction',
  data: { train: irisFile, ignore: ['species'] },
  layers,
  training: { epochs: 3 },
};

async function trained(config: object, files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const result = project({ 'c.json': config, ...files });
  await result.done('train c.json --out run --quiet');
  return result;
}

const numbersOf = (text: string) =>
  rowsOf(text)
    .slice(1)
    .map((row) => row.map(Number));

describe('--from goes on where --layer has stopped', () => {
  const regression = {
    task: 'regression',
    data: { train: irisFile, target: 'petal_width', target_scale: 'standard' },
    layers,
    training: { epochs: 3 },
  };
  test.each([
    ['an autoencoder', autoencoder],
    ['classes', iris({ layers, training: { epochs: 3 } })],
    ['numbers', regression],
  ])('%s: to the bits of predict, from every layer', async (_, config) => {
    const { done } = await trained(config);
    const whole = (await done(`predict run ${irisFile}`)).stdout;
    expect(rowsOf(whole)).toHaveLength(151);
    for (const [i] of layers.entries()) {
      const codes = (await done(`predict run ${irisFile} --layer ${i}`)).stdout;
      expect((await done(`predict run --from ${i}`, { stdin: codes })).stdout).toBe(whole);
    }
    const codes = (await done(`predict run ${irisFile} --layer layers.3`)).stdout;
    const later = await done('predict run --from layers.3 --layer layers.5', { stdin: codes });
    expect(later.stdout).toBe((await done(`predict run ${irisFile} --layer layers.5`)).stdout);
  });

  test('in a pipe of the real program, with columns kept on the way', async () => {
    const { directory, done } = await trained(autoencoder);
    const whole = await done(`predict run ${irisFile} --keep species`);
    const { code, stdout, stderr } = await shell(
      `mlp predict run ${irisFile} --layer 5 --keep species | mlp predict run --from 5 --keep species`,
      { cwd: directory },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(whole.stdout);
  });

  test('codes can come from anywhere, their columns in any order', async () => {
    const { done } = await trained(autoencoder);
    const { stdout } = await done('predict run --from 6', { stdin: 'h2,name,h1\n0.5,a,0\n0,b,0.5\n' });
    const turned = await done('predict run --from 6', { stdin: 'h1,h2\n0,0.5\n0.5,0\n' });
    expect(rowsOf(stdout)[0]).toEqual([
      'prediction_sepal_length',
      'prediction_sepal_width',
      'prediction_petal_length',
      'prediction_petal_width',
    ]);
    expect(turned.stdout).toBe(stdout);
    // The head is linear: halfway between two codes lies halfway between their reconstructions.
    const [a, b] = numbersOf(stdout);
    const [middle] = numbersOf((await done('predict run --from 6', { stdin: 'h1,h2\n0.25,0.25\n' })).stdout);
    middle.forEach((value, j) => {
      expect(value).toBeCloseTo((a[j] + b[j]) / 2, 12);
    });
  });

  test('a row that a missing value has cost its code stays a row without an answer', async () => {
    const csv = 'a,b\n1,2\n2,1\n,3\n4,5\n';
    const { done } = await trained(
      {
        task: 'reconstruction',
        data: { train: 'd.csv', missing: 'drop' },
        layers: [{ type: 'dense', units: 1 }],
        training: { epochs: 2 },
      },
      { 'd.csv': csv },
    );
    const codes = (await done('predict run d.csv --layer 0')).stdout;
    expect(codes.split('\n')[3]).toBe('""');
    const { stdout } = await done('predict run --from 0', { stdin: codes });
    expect(stdout).toBe((await done('predict run d.csv')).stdout);
    expect(stdout.split('\n')[3]).toBe(',');
  });
});

describe('--layer by name', () => {
  test('an index, a name and a config path are one', async () => {
    const { done } = await trained(autoencoder);
    const outputs = await Promise.all(
      ['5', 'layers.5', 'layers[5]'].map((name) => done(`predict run ${irisFile} --layer ${name}`)),
    );
    expect(rowsOf(outputs[0].stdout)[0]).toEqual(['h1', 'h2']);
    for (const { stdout } of outputs) expect(stdout).toBe(outputs[0].stdout);
  });

  test('within a block: what the block adds to its input', async () => {
    const { done } = await trained(autoencoder);
    const at = async (name: string) =>
      numbersOf((await done(`predict run ${irisFile} --layer ${name}`)).stdout);
    const [x, f, y] = await Promise.all(['2', 'layers[3].layers[1]', 'layers.3'].map(at));
    y.forEach((row, i) => {
      expect(row).toEqual(row.map((_, j) => x[i][j] + f[i][j]));
    });
    const [inner, norm] = await Promise.all(['layers.3.layers.0', 'layers.3.layers.1.layers.0'].map(at));
    f.forEach((row, i) => {
      expect(row).toEqual(row.map((_, j) => inner[i][j] + norm[i][j]));
    });
  });

  test('head: its own output, before anything is made of it', async () => {
    const { done } = await trained(iris());
    const head = numbersOf((await done(`predict run ${irisFile} --layer head`)).stdout);
    const whole = numbersOf((await done(`predict run ${irisFile}`)).stdout);
    expect(head).toEqual(whole.map((row) => row.slice(1)));
  });
});

describe('--error', () => {
  test('the mean square over the columns; its mean is the loss of eval', async () => {
    const { done } = await trained({ ...autoencoder, data: { ...autoencoder.data, scale: 'none' } });
    const errors = numbersOf((await done(`predict run ${irisFile} --error`)).stdout).flat();
    const keep = 'sepal_length,sepal_width,petal_length,petal_width';
    const rows = numbersOf((await done(`predict run ${irisFile} --keep ${keep}`)).stdout);
    rows.forEach((row, i) => {
      const squares = [0, 1, 2, 3].map((j) => (row[j + 4] - row[j]) ** 2);
      // A sum of four terms: a few units of 2⁻⁵³ of it.
      const expected = squares.reduce((sum, square) => sum + square) / 4;
      expect(Math.abs(errors[i] - expected)).toBeLessThanOrEqual(1e-15 * expected);
    });
    const { data } = JSON.parse((await done(`eval run ${irisFile} --json`)).stdout);
    const mean = errors.reduce((sum, error) => sum + error) / errors.length;
    // Both add up the same 150 numbers.
    expect(mean).toBe(data.loss);
  });

  test('scaled columns weigh alike; kept columns and jsonl as for predictions', async () => {
    const { done } = await trained(autoencoder);
    const { stdout } = await done(`predict run ${irisFile} --error --keep species --format jsonl`);
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(Object.keys(objects[0])).toEqual(['species', 'error']);
    const { data } = JSON.parse((await done(`eval run ${irisFile} --json`)).stdout);
    expect(objects.reduce((sum, { error }) => sum + error, 0) / 150).toBe(data.loss);
  });
});

describe('what cannot be', () => {
  test.each([
    ['--layer 9', 'no such layer; the model has layers.0, layers.1,'],
    ['--layer layer.5', 'no such layer; did you mean "layers.5"?'],
    ['--layer heads', 'no such layer; did you mean "head"?'],
    ['--from layers.0.weight', 'no such layer; the model has layers.0'],
    ['--from head', 'nothing comes after the head'],
    ['--from layers.3.layers.0', 'lies in a block, which needs its own input as well; take layers.3'],
    ['--from 3 --layer 2', '--layer 2 does not come after it'],
    ['--from 3 --layer layers.3.layers.0', 'does not come after it'],
    ['--from 3 --error', 'leave out --error'],
    ['--layer 3 --error', 'leave out --top-k, --threshold, --interval, --error and --spread'],
    ['--top-k 2 --error', 'predicts no classes'],
  ])('%s', async (flags, message) => {
    const { mlp } = await trained(autoencoder);
    const { code, stdout, stderr } = await mlp(`predict run ${irisFile} ${flags}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`error: ${flags.split(' ')[0]}`);
    expect(stderr).toContain(message);
  });

  test('--error of a classifier', async () => {
    const { mlp } = await trained(iris());
    const { code, stderr } = await mlp(`predict run ${irisFile} --error`);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: --error: .*autoencoder.*mlp eval/);
  });

  test('data in the place of codes, and codes that are no numbers', async () => {
    const { mlp } = await trained(autoencoder);
    const { code, stderr } = await mlp(`predict run ${irisFile} --from 5`);
    expect(code).toBe(65);
    expect(stderr).toContain(
      'no column "h1", "h2", which predict --layer 5 prints; the columns here are sepal',
    );
    const text = await mlp('predict run --from 5', { stdin: 'h1,h2\n1,2\n3,x\n' });
    expect(text.stderr).toContain(
      'cells that are no numbers, taken for missing values: h2: 1 (first: line 3, "x"), without',
    );
  });
});
