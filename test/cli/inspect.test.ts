import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeSafetensors } from '../../src/files/index.js';
import { type Activation, activations } from '../../src/nn/activations/index.js';
import { temporaryDirectory } from '../files/temporary_directory.js';
import { mlp, repository } from '../helpers/cli.js';
import { evaluateGraph, type JsonGraph } from '../helpers/graph_interpreter.js';
import { expectClose } from '../nn/laws/numeric.js';
import { exampleLayers } from '../nn/layers/example.js';

async function trained(config: object): Promise<string> {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'config.json'), JSON.stringify(config));
  const { code, stderr } = await mlp(['train', 'config.json', '--out', 'run', '--quiet'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return cwd;
}

const penguins = {
  data: {
    train: join(repository, 'datasets/penguins.csv'),
    target: 'species',
    missing: 'median',
    ignore: ['beak_depth_mm', 'flipper_length_mm'],
    split: { type: 'random', validation: 0.2 },
  },
  layers: [
    { type: 'dense', units: 5, activation: 'tanh' },
    { type: 'dropout', rate: 0.25 },
  ],
  training: { epochs: 3 },
};

test('layers, preprocessing and training are shown, worked by hand', async () => {
  const cwd = await trained(penguins);
  const { code, stdout, stderr } = await mlp(['inspect', 'run', '--json'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { layers, tensors, preprocessing, summary } = JSON.parse(stdout);
  // inputs: island 3, sex 2 and missing, two numbers: 8; 5·8 + 5 = 45; 3·5 + 3 = 18
  expect(layers.map(({ name, parameters }: Record<string, unknown>) => [name, parameters])).toEqual([
    ['layers.0', 45],
    ['layers.1', 0],
    ['head', 18],
  ]);
  expect(tensors).toEqual({
    'layers.0.weight': [5, 8],
    'layers.0.bias': [5],
    'head.weight': [3, 5],
    'head.bias': [3],
  });
  expect(preprocessing.target.classes).toEqual(['Adelie', 'Chinstrap', 'Gentoo']);
  expect(summary).toMatchObject({ seed: 0, epochs: 3 });
});

test('for people', async () => {
  const cwd = await trained(penguins);
  for (const path of ['run', 'run/model.safetensors']) {
    const { code, stdout, stderr } = await mlp(['inspect', path], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^config \(classification\)\n/);
    expect(stdout).toMatch(/^layers\.0 +dense +tanh +\[n, 5\] +45$/m);
    expect(stdout).toMatch(/^layers\.1 +dropout +\[n, 5\] +0 +rate 0\.25$/m);
    expect(stdout).toMatch(/^63 parameters, 8 inputs$/m);
    expect(stdout).toMatch(/^island +category +\S+ +one-hot: Biscoe, Dream, Torgersen$/m);
    expect(stdout).toMatch(/^body_mass_g +number +[\d.]+ +\(x − [\d.]+\) \/ [\d.]+$/m);
    expect(stdout).toMatch(/^target +species, 3 classes: Adelie, Chinstrap, Gentoo$/m);
    expect(stdout).toMatch(/^trained +3 epochs with adam, seed 0/m);
  }
});

test('layers that are one affine map: the map that they have become', async () => {
  const data = { train: { generator: 'function', expression: '3*x - 2', rows: 20 }, scale: 'none' };
  const layers = [
    { type: 'dense', units: 2 },
    { type: 'dense', units: 3 },
  ];
  const optimizer = { type: 'lbfgs' };
  const training = { epochs: 200, batch_size: 'full' };
  for (const hidden of [[], layers]) {
    const cwd = await trained({ data, layers: hidden, optimizer, training });
    const [map] = JSON.parse((await mlp(['inspect', 'run', '--json'], { cwd })).stdout).affine;
    // The line is fitted without an error: lbfgs ends where the loss changes by less than 1e-9.
    expect(Math.abs(map.weight[0][0] - 3)).toBeLessThan(1e-3);
    expect(Math.abs(map.bias[0] + 2)).toBeLessThan(1e-3);
    const { stdout } = await mlp(['inspect', 'run'], { cwd });
    const names = hidden.length > 0 ? 'layers\\.0, layers\\.1 and head are one' : 'head is an';
    expect(stdout).toMatch(new RegExp(`^${names} affine map, a = W x \\+ b\\nW +x +b\\na +\\S+ +\\S+$`, 'm'));
  }
});

test('a map with many inputs stands upright, and one too large is left to JSON', async () => {
  const train = join(repository, 'datasets/breast_cancer.csv');
  const cwd = await trained({
    data: { train, target: 'diagnosis' },
    layers: [
      { type: 'dense', units: 2 },
      { type: 'dense', units: 2, activation: 'relu' },
    ],
    training: { epochs: 1 },
  });
  expect((await mlp(['inspect', 'run'], { cwd })).stdout).toMatch(
    /^W +a1 +a2\nmean_radius +\S+ +\S+\n(.*\n){29}b +\S+ +\S+$/m,
  );
  const wide = 'layers=[{"type":"dense","units":9},{"type":"dense","units":9}]';
  const { stdout } = await mlp(['check', 'config.json', '--set', wide, '--set', 'layers.1.activation=relu'], {
    cwd,
  });
  expect(stdout).toContain(
    'layers.0 and layers.1 are one affine map, a = W x + b; W is 9 × 30: --json prints it\n',
  );
});

test('the graph, from which a model can be computed with the tensors of its file', async () => {
  const dense = { type: 'dense', units: 4 };
  const activationLayers = Object.entries<Activation>(activations)
    .filter(([, { rowwise }]) => !rowwise)
    .map(([type]) => ({ type: 'residual', layers: [{ ...dense, activation: type }] }));
  const layers = [
    dense,
    ...Object.values(exampleLayers),
    ...activationLayers,
    { type: 'layer_norm' }, // so that no probability is 0 or 1
  ];
  const train = join(repository, 'datasets/iris.csv');
  const cwd = await trained({
    data: { train, target: 'species', scale: 'none' },
    layers,
    training: { epochs: 1 },
  });
  const { code, stdout, stderr } = await mlp(['inspect', 'run', '--graph'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const graph: JsonGraph = JSON.parse(stdout);

  const file = join(cwd, 'run/model.safetensors');
  const options = { dtypes: ['F64'] as const, requireHash: false };
  const { tensors } = decodeSafetensors(readFileSync(file), file, options as never);
  const numbers = new Map([...tensors].map(([name, { data }]) => [name, [...data]]));
  const predicted = await mlp(['predict', 'run', train, '--format', 'jsonl'], { cwd });
  const answers = predicted.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const [header, ...lines] = readFileSync(train, 'utf8').trim().split('\n');
  expect(header.split(',')).toHaveLength(5);
  expect(new Set(answers.map(({ p_setosa: p }) => p)).size).toBeGreaterThan(lines.length / 2);
  lines.forEach((line, i) => {
    const row = line.split(',').slice(0, 4).map(Number);
    const expected = Object.entries(answers[i]).flatMap(([key, value]) =>
      key.startsWith('p_') ? [value as number] : [],
    );
    expectClose(evaluateGraph(graph, numbers, row), expected, 1e-12, 1e-12);
  });
});

test('no model there, or something else', async () => {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'model.json'), '{}');
  writeFileSync(join(cwd, 'broken.safetensors'), 'no model');
  const codeOf = async (path: string) => (await mlp(['inspect', path], { cwd })).code;
  expect(await codeOf('nowhere')).toBe(66);
  expect(await codeOf('.')).toBe(66);
  expect(await codeOf('model.json')).toBe(65);
  expect(await codeOf('broken.safetensors')).toBe(65);
});
