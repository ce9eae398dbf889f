import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';

const iris = join(repository, 'configs/iris.json');
const base = ['check', iris, '--set', 'layers=[{"type":"dense","units":16,"activation":"relu"}]'];

async function report(...args: string[]) {
  const { code, stdout, stderr } = await mlp([...base, '--json', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

test('the config is complete: it can be trained from as it stands', async () => {
  const { config } = await report();
  expect(config.head.activation).toEqual({ type: 'softmax' });
  expect(config.head.loss).toEqual({ type: 'cross_entropy', label_smoothing: 0 });
  expect(config.training.restore_best).toBe(true);
  const file = join(temporaryDirectory(), 'complete.json');
  config.data.train = join(repository, 'datasets/iris.csv');
  writeFileSync(file, JSON.stringify(config));
  const again = JSON.parse((await mlp(['check', file, '--json'])).stdout);
  expect(again.config).toEqual(config);
});

test('layers, parameters and rows, worked by hand', async () => {
  const { layers, parameters, data, bytes } = await report('--set', 'training.batch_size=10');
  // 4 inputs: 4·16 + 16 = 80; 16·3 + 3 = 51
  expect(layers.map((layer: { parameters: number }) => layer.parameters)).toEqual([80, 51]);
  expect(layers.map((layer: { outputs: number }) => layer.outputs)).toEqual([16, 3]);
  expect(parameters).toEqual({ total: 131, trainable: 131, frozen: 0 });
  // 150 rows by 0.7, 0.15, 0.15, and each class within one of its share
  expect(Object.values<number>(data.rows).reduce((a, b) => a + b)).toBe(150);
  for (const counts of Object.values<Record<string, number>>(data.classes)) {
    expect(counts.train + counts.validation + counts.test).toBe(50);
    expect(Math.abs(counts.validation - 7.5)).toBeLessThanOrEqual(1);
  }
  expect(data.inputs).toEqual(['sepal_length', 'sepal_width', 'petal_length', 'petal_width']);
  // 8 bytes for each of 4 inputs and 1 class index in 150 rows
  expect(bytes.data).toBe(150 * 5 * 8);
  // parameters, gradients, Adam's two moments, and two copies at the least
  expect(bytes.training).toBeGreaterThan(6 * 131 * 8);
});

test('frozen layers are counted apart', async () => {
  const { parameters, layers } = await report('--set', 'layers.0.trainable=false');
  expect(parameters).toEqual({ total: 131, trainable: 51, frozen: 80 });
  expect(layers[0].trainable).toBe(0);
});

test('the layers of a block follow it', async () => {
  const block = {
    type: 'residual',
    layers: [
      { type: 'dense', units: 4, activation: 'tanh' },
      { type: 'dropout', rate: 0.1 },
    ],
  };
  const { layers, parameters } = await report('--set', `layers=[${JSON.stringify(block)}]`);
  expect(layers.map(({ name, type }: Record<string, string>) => [name, type])).toEqual([
    ['layers.0', 'residual'],
    ['layers.0.layers.0', 'dense'],
    ['layers.0.layers.1', 'dropout'],
    ['head', 'dense'],
  ]);
  // 4·4 + 4 = 20 in the block, 4·3 + 3 = 15 in the head
  expect(layers.map((layer: { parameters: number }) => layer.parameters)).toEqual([20, 20, 0, 15]);
  expect(parameters.total).toBe(35);
  expect(layers[2].settings).toEqual(['rate 0.1']);
});

describe('dense layers with no activation between them', () => {
  const dense = (activation: string) => ({ type: 'dense', units: 4, activation });
  const notesOf = async (...layers: object[]) => {
    const { notes } = await report('--set', `layers=${JSON.stringify(layers)}`);
    return (notes as string[]).filter((note) => note.includes('no activation between them'));
  };

  test('are said to be one', async () => {
    expect(await notesOf(dense('identity'))).toEqual([expect.stringMatching(/^layers\.0 and head have/)]);
    expect(await notesOf(dense('identity'), dense('identity'))).toEqual([
      expect.stringMatching(/^layers\.0, layers\.1 and head have/),
    ]);
    expect(await notesOf(dense('identity'), dense('relu'))).toEqual([
      expect.stringMatching(/^layers\.0 and layers\.1 have/),
    ]);
    expect(await notesOf({ type: 'residual', layers: [dense('identity'), dense('identity')] })).toEqual([
      expect.stringMatching(/^layers\.0\.layers\.0 and layers\.0\.layers\.1 have/),
    ]);
  });

  test('and the one map that they are is printed, at the weights that training starts from', async () => {
    const identity = (n: number) =>
      Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => +(i === j)));
    const layers = [
      { type: 'dense', units: 4, initial: { weight: identity(4), bias: [1, 2, 3, 4] } },
      { type: 'dense', units: 1, activation: 'tanh', initial: { weight: [[1, 10, 100, 1000]], bias: [5] } },
    ];
    const set = ['--set', `layers=${JSON.stringify(layers)}`];
    const { affine } = await report(...set);
    // b = 1·1 + 10·2 + 100·3 + 1000·4 + 5
    expect(affine).toEqual([
      { layers: ['layers.0', 'layers.1'], weight: [[1, 10, 100, 1000]], bias: [4326] },
    ]);
    const { stdout } = await mlp([...base, ...set]);
    expect(stdout).toMatch(
      /^As training starts, layers\.0 and layers\.1 are one affine map, a = W x \+ b\nW +sepal_length +sepal_width +petal_length +petal_width +b\na +1 +10 +100 +1000 +4326$/m,
    );
  });

  test('all else is left alone', async () => {
    expect(await notesOf()).toEqual([]);
    expect(await notesOf(dense('relu'), dense('tanh'))).toEqual([]);
    expect(await notesOf(dense('identity'), { type: 'activation', activation: 'relu' })).toEqual([]);
    expect(await notesOf(dense('relu'), { type: 'residual', layers: [dense('identity')] })).toEqual([]);
  });
});

test('for people: config, layers and data on stdout, notes on stderr', async () => {
  const { code, stdout, stderr } = await mlp([...base]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Config, as it applies \(all: --json\)\n\{[\s\S]+\n\}\n/);
  expect(stdout).toMatch(/^layers\.0 +dense +relu +\[n, 16\] +80$/m);
  expect(stdout).toMatch(/^131 parameters; training takes .* kB of memory/m);
  expect(stdout).toMatch(/^rows +\d+ +\d+ +\d+$/m);
  expect(stderr).toMatch(/^note: task: classification/);
  expect((await mlp([...base, '--quiet'])).stderr).toBe('');
});

test('--no-data looks at the config alone', async () => {
  const args = ['check', iris, '--no-data', '--set', 'data.train=nowhere.csv'];
  const { code, stdout } = await mlp(args);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).data.train).toBe('nowhere.csv');
  expect((await mlp(args.filter((arg) => arg !== '--no-data'))).code).toBe(66);
});

test('paths start at the config and at the working directory', async () => {
  const { code } = await mlp(['check', 'iris.json', '--quiet'], { cwd: join(repository, 'configs') });
  expect(code).toBe(0);
});

test('a config that is not there, is not JSON, or is wrong', async () => {
  const file = join(temporaryDirectory(), 'config.json');
  expect((await mlp(['check', file])).code).toBe(66);
  writeFileSync(file, '{');
  expect((await mlp(['check', file])).code).toBe(78);
  writeFileSync(file, '{"data":{"train":"a.csv"},"epcohs":3}');
  const { code, stderr } = await mlp(['check', file]);
  expect(code).toBe(78);
  expect(stderr).toContain('unknown key "epcohs"');
});

test('of the config it prints what applies, which says the same when it is read again', async () => {
  const printed = async (name: string) => {
    const { stdout } = await mlp(['check', join(repository, 'configs', name)]);
    return JSON.parse(stdout.slice(stdout.indexOf('{'), stdout.indexOf('\n}\n') + 2));
  };
  const complete = async (file: string) => JSON.parse((await mlp(['check', file, '--json'])).stdout).config;
  for (const name of ['iris.json', 'spiral.json', 'mtcars.json', 'digits-autoencoder.json', 'servo.json']) {
    const file = join(temporaryDirectory(), name);
    const config = await printed(name);
    if (typeof config.data.train === 'string')
      config.data.train = join(repository, 'configs', config.data.train);
    writeFileSync(file, JSON.stringify(config));
    const whole = await complete(join(repository, 'configs', name));
    expect(await complete(file), name).toEqual({
      ...whole,
      data: { ...whole.data, train: config.data.train },
    });
  }
  // a generator has no text to read, and nothing missing; two classes have no scale
  expect(Object.keys((await printed('spiral.json')).data)).toEqual(['train', 'split', 'scale']);
  const mtcars = await printed('mtcars.json');
  expect(mtcars.data.target_scale).toBe('standard');
  // numbers have no classes to keep the proportions of, and one batch of all rows no order
  expect(mtcars.data.split).not.toHaveProperty('stratify');
  expect(mtcars.training).not.toHaveProperty('shuffle');
  expect((await printed('iris.json')).data).not.toHaveProperty('target_scale');
});
