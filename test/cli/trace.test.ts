import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { shell } from '../helpers/cli.js';
import { dataset, iris, type Json, project } from './project.js';

/** Two inputs, two relu units, one output, all numbers given. */
const small = {
  task: 'regression',
  data: { train: 'd.csv', target: 'y', scale: 'none' },
  layers: [
    {
      type: 'dense',
      units: 2,
      activation: 'relu',
      initial: {
        weight: [
          [1, -1],
          [0.5, 1],
        ],
        bias: [0.5, -1],
      },
    },
  ],
  head: { initial: { weight: [[2, 1]], bias: [0.25] } },
  training: { epochs: 1, batch_size: 'full' },
};
const files = { 'c.json': small, 'd.csv': 'x1,x2,y\n5,5,5\n1,2,3\n0,1,1\n' };

describe('a sample worked by hand', () => {
  // x = (1, 2), t = 3
  // a = W x + b = (1 − 2 + 0.5, 0.5 + 2 − 1) = (−0.5, 1.5), relu: (0, 1.5)
  // y = 2 · 0 + 1 · 1.5 + 0.25 = 1.75, L = (1.75 − 3)² = 1.5625
  // ∂L/∂y = 2 (1.75 − 3) = −2.5
  // head: ∂L/∂W = −2.5 (0, 1.5) = (0, −3.75), ∂L/∂b = −2.5, ∂L/∂x = −2.5 (2, 1) = (−5, −2.5)
  // relu lets the second through: (0, −2.5)
  // layers.0: ∂L/∂W = ((0, 0), −2.5 (1, 2)), ∂L/∂b = (0, −2.5), ∂L/∂x = −2.5 (0.5, 1)
  test('in JSON, every number', async () => {
    const { done } = project(files);
    const { stdout } = await done('trace c.json --row 2 --json');
    const tensor = (name: string, shape: number[], values: number[], gradient: number[]) => ({
      name,
      shape,
      values,
      gradient,
    });
    expect(JSON.parse(stdout)).toEqual({
      row: 2,
      modules: [
        {
          name: 'layers.0',
          kind: 'affine',
          input: [1, 2],
          output: [-0.5, 1.5],
          incoming: [0, -2.5],
          outgoing: [-1.25, -2.5],
          tensors: [
            tensor('weight', [2, 2], [1, -1, 0.5, 1], [0, 0, -2.5, -5]),
            tensor('bias', [2], [0.5, -1], [0, -2.5]),
          ],
        },
        {
          name: 'layers.0',
          kind: 'relu',
          input: [-0.5, 1.5],
          output: [0, 1.5],
          incoming: [-5, -2.5],
          outgoing: [0, -2.5],
          tensors: [],
        },
        {
          name: 'head',
          kind: 'affine',
          input: [0, 1.5],
          output: [1.75],
          incoming: [-2.5],
          outgoing: [-5, -2.5],
          tensors: [tensor('weight', [1, 2], [2, 1], [0, -3.75]), tensor('bias', [1], [0.25], [-2.5])],
        },
        {
          name: 'loss',
          kind: 'mse',
          input: [1.75],
          output: [1.5625],
          incoming: [1],
          outgoing: [-2.5],
          tensors: [],
        },
      ],
      target: [3],
      loss: 1.5625,
      fused: false,
    });
  });

  test('for people', async () => {
    const { done } = project(files);
    const { stdout, stderr } = await done('trace c.json --row 2');
    expect(stderr).toBe('');
    expect(stdout).toBe(`row 2 of the training split, at the initial weights

Forward
module                   shape    numbers
x                        [2]                1           2
layers.0 affine  weight  [2 × 2]            1          -1     0.50000           1
                 bias    [2]          0.50000          -1
                 a       [2]         -0.50000      1.5000
layers.0 relu    y       [2]                0      1.5000
head affine      weight  [1 × 2]            2           1
                 bias    [1]          0.25000
                 a       [1]           1.7500
loss mse         t       [1]                3
                 L       [1]           1.5625

Backward: the derivative of L
module                       shape    numbers
loss mse         incoming    [1]                1
                 outgoing    [1]          -2.5000
head affine      incoming    [1]          -2.5000
                 ∂L/∂weight  [1 × 2]            0     -3.7500
                 ∂L/∂bias    [1]          -2.5000
                 outgoing    [2]               -5     -2.5000
layers.0 relu    incoming    [2]               -5     -2.5000
                 outgoing    [2]                0     -2.5000
layers.0 affine  incoming    [2]                0     -2.5000
                 ∂L/∂weight  [2 × 2]            0           0     -2.5000          -5
                 ∂L/∂bias    [2]                0     -2.5000
                 outgoing    [2]          -1.2500     -2.5000
`);
  });

  test('a training step follows from it: sgd of one row takes the gradient off', async () => {
    const one = {
      ...small,
      data: { ...small.data, train: 'one.csv' },
      optimizer: { type: 'sgd', learning_rate: 0.5 },
    };
    const { done } = project({ 'c.json': one, 'one.csv': 'x1,x2,y\n1,2,3\n' });
    await done('train c.json --out run --quiet');
    const { modules }: Json = JSON.parse((await done('trace run --json')).stdout);
    // w − 0.5 dw
    expect(modules[0].tensors[0].values).toEqual([1, -1, 0.5 + 1.25, 1 + 2.5]);
    expect(modules[2].tensors[1].values).toEqual([0.25 + 1.25]);
  });
});

describe('which row, of what', () => {
  const text = readFileSync(dataset('iris.csv'), 'utf8').split('\n');
  const traceOf = (stdout: string) => {
    const { row: _, ...rest } = JSON.parse(stdout);
    return rest;
  };

  test('of a model: of its training split, of a file, of a pipe', async () => {
    const { done, directory } = project({
      'c.json': iris({ data: { ...iris().data, split: { type: 'none' } } }),
    });
    await done('train c.json --out run --quiet');
    const ofRun = traceOf((await done('trace run --row 77 --json')).stdout);
    const ofFile = await done(`trace run ${dataset('iris.csv')} --row 77 --json`);
    expect(traceOf(ofFile.stdout)).toEqual(ofRun);
    const ofConfig = await done(`trace c.json ${dataset('iris.csv')} --row 77 --json`);
    expect(traceOf(ofConfig.stdout).modules[0].input).toEqual(ofRun.modules[0].input);
    expect(traceOf(ofConfig.stdout).loss).not.toBe(ofRun.loss);
    const piped = await shell('mlp trace run --json', {
      cwd: directory,
      stdin: `${text[0]}\n${text[77]}\n`,
    });
    expect(piped.stderr).toBe('');
    expect(traceOf(piped.stdout)).toEqual(ofRun);
    expect((await done(`trace run ${dataset('iris.csv')} --row 77`)).stdout).toMatch(
      /^row 77 of .*iris\.csv, at the trained weights\n[\s\S]*softmax and cross_entropy go back in one piece/,
    );
  });

  test('weights of training.init_from are the initial ones', async () => {
    const { done } = project({
      'c.json': iris(),
      'next.json': iris({ training: { init_from: 'run' } }),
    });
    await done('train c.json --out run --quiet');
    const [trained, next, fresh] = await Promise.all(
      ['run', 'next.json', 'c.json'].map(async (path) =>
        traceOf((await done(`trace ${path} --json`)).stdout),
      ),
    );
    expect(next).toEqual(trained);
    expect(fresh.loss).not.toBe(trained.loss);
  });

  test('an autoencoder, and a config whose data are piped in', async () => {
    const { done } = project({
      'c.json': {
        task: 'reconstruction',
        data: { train: '-', ignore: ['species'] },
        layers: [{ type: 'dense', units: 2 }],
      },
    });
    const { stdout } = await done('trace c.json --json', { stdin: text.join('\n') });
    const { modules, target } = traceOf(stdout);
    expect(target).toEqual(modules[0].input);
  });

  test('--set and --seed change a config', async () => {
    const { done } = project(files);
    const at = async (flags: string) => traceOf((await done(`trace c.json --json ${flags}`)).stdout);
    expect((await at('--set head.loss=mae')).modules.at(-1).kind).toBe('mae');
    const { done: seeded } = project({ 'c.json': iris() });
    const [a, b] = await Promise.all([0, 1].map((seed) => seeded(`trace c.json --seed ${seed}`)));
    expect(a.stdout).not.toBe(b.stdout);
  });

  test('in a terminal of 80 columns', async () => {
    const { done } = project({ 'c.json': iris() });
    const { stdout } = await done('trace c.json', {
      terminals: ['stdout'],
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    const tables = stdout.split('\n').filter((line) => !/one piece/.test(line));
    for (const line of tables) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('what cannot be', () => {
  test.each([
    ['trace c.json --row 4', 2, '--row 4: the training split has 3 complete rows, from 1 on'],
    ['trace c.json d.csv --row 9', 2, '--row 9: d.csv has 3 complete rows, from 1 on'],
    ['trace c.json --row 0', 2, "'0' is invalid. Expected a whole number from 1"],
    ['trace nowhere.json', 66, 'nowhere.json'],
    ['trace c.json nowhere.csv', 66, 'nowhere.csv'],
    ['trace c.json e.csv', 65, 'no column "y"'],
  ])('%s', async (args, exit, message) => {
    const { mlp } = project({ ...files, 'e.csv': 'x1,x2\n1,2\n' });
    const { code, stdout, stderr } = await mlp(args);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('a model takes no --set', async () => {
    const { done, mlp } = project(files);
    await done('train c.json --out run --quiet');
    const { code, stderr } = await mlp('trace run --seed 1');
    expect(code).toBe(2);
    expect(stderr).toContain('--seed: is for a config');
  });
});
