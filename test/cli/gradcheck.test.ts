import { describe, expect, test } from 'vitest';
import { isLong } from '../helpers/runs.js';
import { dataset, iris, type Json, project } from './project.js';

/** Smooth, so that there is no kink; float64 central differences are good to about 1e-9 there. */
const smooth = iris({
  layers: [
    { type: 'dense', units: 5, activation: 'tanh' },
    { type: 'dropout', rate: 0.5 },
  ],
});

const kinds: [what: string, config: object][] = [
  ['classes', smooth],
  ['two classes', { data: { train: { generator: 'circle', rows: 30 } } }],
  [
    'weighted rows, weighted classes',
    {
      data: { train: 'w.csv', target: 'y', weight: 's' },
      task: 'classification',
      training: { class_weight: 'balanced' },
    },
  ],
  [
    'numbers with penalties',
    {
      data: { train: { generator: 'reg_plane', rows: 30 } },
      layers: [{ type: 'dense', units: 4, activation: 'mish', l2: 0.1 }],
      training: { l1: 0.01 },
    },
  ],
  [
    'norms and residual blocks',
    iris({
      layers: [
        { type: 'dense', units: 4 },
        { type: 'batch_norm' },
        {
          type: 'residual',
          layers: [{ type: 'dense', units: 4, activation: 'gelu' }, { type: 'layer_norm' }],
        },
        { type: 'noise', sd: 0.2 },
      ],
    }),
  ],
  ['a reconstruction', { task: 'reconstruction', data: { train: dataset('iris.csv'), ignore: ['species'] } }],
];
const weighted = [
  'x,y,s',
  ...Array.from({ length: 20 }, (_, i) => `${(i * 7) % 11},${i % 3 > 0 ? 'a' : 'b'},${1 + (i % 4)}`),
].join('\n');

describe('gradcheck of a config', () => {
  test.each(kinds)('%s passes', async (_, config) => {
    const { done } = project({ 'c.json': config, 'w.csv': weighted });
    const { stdout } = await done('gradcheck c.json --json');
    const result: Json = JSON.parse(stdout);
    expect(result.passed).toBe(true);
    expect(result.tensors.at(-1).name).toBe('x');
    for (const { name, checked, mismatches } of result.tensors) {
      expect(checked, name).toBeGreaterThan(0);
      expect(mismatches, name).toBe(0);
    }
    // a forward pass for each of two sides of every element
    const elements = result.tensors.reduce(
      (sum: number, { checked }: { checked: number }) => sum + checked,
      0,
    );
    expect(result.forwardPasses).toBeGreaterThanOrEqual(2 * elements);
    const tight = await done('gradcheck c.json --rtol 1e-5 --atol 1e-8 --rows 7');
    expect(tight.stdout).toMatch(/^tensor +shape +elements +kinks +error \/ tolerance +result\n/);
    expect(tight.stdout).toMatch(/^worst: .+\[\d+(, \d+)?\]: backpropagation \S+, numeric \S+, error/m);
    expect(tight.stdout).toContain('7 rows');
    expect(tight.stdout).toMatch(
      /backpropagation took 1 forward and 1 backward pass, .* forward passes, .* times as long/,
    );
  });

  test('forward differences take half the passes, and are less exact', async () => {
    const { done } = project({ 'c.json': smooth });
    const central: Json = JSON.parse((await done('gradcheck c.json --json')).stdout);
    const forward: Json = JSON.parse((await done('gradcheck c.json --json --method forward')).stdout);
    expect(forward.forwardPasses).toBeLessThan(central.forwardPasses * 0.7);
    const worst = ({ tensors }: Json) => Math.max(...tensors.map((tensor: Json) => tensor.worst?.error ?? 0));
    expect(worst(forward)).toBeGreaterThan(worst(central));
  });

  test('a tolerance that such a step cannot meet: exit code 1, the tensors are named', async () => {
    const { mlp } = project({ 'c.json': smooth });
    const { code, stdout, stderr } = await mlp('gradcheck c.json --atol 0 --rtol 1e-300 --eps 0.1');
    expect(code).toBe(1);
    expect(stdout).toMatch(/differ$/m);
    expect(stderr).toMatch(/^error: the gradients differ in .*head\.weight/m);
  });

  test('writes nothing, and says the same each time but for the seconds', async () => {
    const { done, directory } = project({ 'c.json': smooth });
    const numbers = async (flags = '') => {
      const { seconds: _, ...rest } = JSON.parse((await done(`gradcheck c.json --json ${flags}`)).stdout);
      return rest;
    };
    expect(await numbers()).toEqual(await numbers());
    expect(await numbers('--seed 1')).not.toEqual(await numbers());
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(directory)).toEqual(['c.json']);
  });
});

describe('gradcheck of a model', () => {
  test('is at its trained weights', async () => {
    const { done } = project({ 'c.json': smooth });
    await done('train c.json --out run --quiet');
    for (const path of ['run', 'run/model.safetensors'])
      expect(JSON.parse((await done(`gradcheck ${path} --json`)).stdout).passed).toBe(true);
    const gradient = async (path: string) =>
      JSON.parse((await done(`gradcheck ${path} --json`)).stdout).tensors[0].worst.analytic;
    expect(await gradient('run')).not.toBe(await gradient('c.json'));
  });

  test('takes no --set: its config is what it is', async () => {
    const { done, mlp } = project({ 'c.json': smooth });
    await done('train c.json --out run --quiet');
    const { code, stderr } = await mlp('gradcheck run --set layers.0.units=3');
    expect(code).toBe(2);
    expect(stderr).toContain('--set');
  });
});

describe('--cost', () => {
  // takes as long as all the others; `nn/gradient_cost` has the same figures of a smaller network
  test.runIf(isLong)('a table, and how the figures grow', async () => {
    const { done, directory } = project({});
    const { stdout, stderr } = await done('gradcheck --cost --rows 1 --method forward');
    expect(stderr).toBe('');
    const [header, ...lines] = stdout.split('\n');
    expect(header).toMatch(/^network +\|W\| +forward passes +numeric, s +backprop, s +ratio +difference$/);
    // forward differences: one pass for each parameter, and one at the center
    expect(lines[0]).toMatch(/^6-6-6-1 +91 +92 /);
    expect(lines[4]).toMatch(/^96-96-96-1 +18,721 +18,722 /);
    expect(stdout).toMatch(
      /^numeric gradient +forward passes ~ \|W\|\^1\.00, multiplications ~ \|W\|\^2\.\d\d, seconds ~ \|W\|\^/m,
    );
    expect(stdout).toMatch(
      /^backpropagation +one forward and one backward pass, multiplications ~ \|W\|\^1\./m,
    );
    const { readdirSync } = await import('node:fs');
    expect(readdirSync(directory)).toEqual([]);
  });

  test.runIf(isLong)('JSON', async () => {
    const { stdout } = await project({}).done('gradcheck --cost --rows 1 --method forward --json');
    const { rows, networks, exponents }: Json = JSON.parse(stdout);
    expect(rows).toBe(1);
    expect(networks.map(({ parameters }: Json) => parameters)).toEqual([91, 325, 1225, 4753, 18721]);
    for (const { seconds, difference } of networks) {
      expect(seconds.numeric).toBeGreaterThan(0);
      expect(seconds.backpropagation).toBeGreaterThan(0);
      expect(difference).toBeLessThan(1e-4); // ε/2 f″
    }
    expect(Object.keys(exponents)).toEqual(['forwardPasses', 'multiplications', 'seconds']);
  });

  test.each([
    ['--cost c.json', 'leave out c.json'],
    ['--cost --set layers.0.units=3', 'leave out --set'],
    ['--cost --rtol 1', 'leave out --rtol'],
    ['', 'nothing to check: name a config or a model'],
  ])('gradcheck %s: a usage error', async (flags, message) => {
    const { code, stdout, stderr } = await project({}).mlp(`gradcheck ${flags}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test('neither a config nor a model', async () => {
  const { mlp } = project({});
  expect((await mlp('gradcheck nowhere')).code).toBe(66);
});
