import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { backends, buildNetwork, parseConfig, prepare } from '../../../src/index.js';
import { adversarialLossNames } from '../../../src/nn/adversarial/index.js';
import { trainingLoop } from '../../../src/training/loop.js';
import { beginRun } from '../../../src/training/run.js';
import { supervisedWorkspace } from '../../../src/training/supervised_workspace.js';
import { expectClose } from '../../nn/laws/numeric.js';

interface Golden {
  readonly rows: readonly (readonly [number, number | null, string])[];
  /** The rows as the discriminator sees them. */
  readonly real: readonly number[];
  readonly latent: number;
  readonly hidden: number;
  readonly judging: number;
  readonly smoothing: number;
  /** Codes of each step, the discriminator's and then the generator's. */
  readonly noise: readonly number[];
  readonly start: Readonly<Record<string, readonly number[]>>;
  readonly cases: Readonly<
    Record<
      string,
      { readonly losses: readonly number[][]; readonly weights: Readonly<Record<string, readonly number[]>> }
    >
  >;
}

const path = new URL('../../golden/adversarial.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(path, 'utf8'));

const given = vi.hoisted(() => ({ codes: [] as number[] }));
vi.mock('../../../src/random.js', async (original) => {
  const module = await original<typeof import('../../../src/random.js')>();
  return { ...module, normal: (rng: never) => given.codes.shift() ?? module.normal(rng) };
});

const table = ['a,b,c', ...golden.rows.map(([a, b, c]) => `${a},${b ?? ''},${c}`)].join('\n');

const config = (loss: string) => ({
  ...parseConfig({
    task: 'generation',
    data: { train: 'table.csv', scale: 'none', missing: 'mean' },
    layers: [{ type: 'dense', units: golden.hidden, activation: 'tanh' }],
    optimizer: { type: 'adam', learning_rate: 0.01, beta1: 0.5 },
    training: {
      epochs: 3,
      batch_size: 'full',
      shuffle: false,
      objective: {
        type: 'gan',
        ...{ loss, latent: golden.latent, label_smoothing: golden.smoothing },
        discriminator: [{ type: 'dense', units: golden.judging, activation: 'tanh' }],
        optimizer: { type: 'sgd', learning_rate: 0.05, momentum: 0.5 },
      },
    },
  }),
  name: 'golden',
});

describe.each(adversarialLossNames)('the first steps of a GAN, %s', (loss) => {
  beforeEach(() => {
    given.codes = [];
  });

  test.each(['js', 'wasm'] as const)('are those of PyTorch, on %s', async (backend) => {
    const files = new Map([['table.csv', new TextEncoder().encode(table)]]);
    const {
      config: resolved,
      dataset,
      inputs,
      outputs,
    } = await prepare(config(loss), { directory: '', files });
    const { train } = dataset;
    expectClose(train.t, golden.real, 0, 0);
    const network = buildNetwork(resolved, inputs, outputs, backends[backend]).allocate(2 * train.rows);
    const workspace = supervisedWorkspace(network, resolved, dataset);
    const run = beginRun(workspace, { value: 0, restart: 0 }, (whole) => {
      expect(whole.tensors.map(({ name }) => name).sort()).toEqual(Object.keys(golden.start).sort());
      for (const { name, view } of whole.tensors) view.set(golden.start[name]);
    });
    given.codes = [...golden.noise];
    const losses: number[][] = [];
    const { parts } = workspace.objective;
    await trainingLoop(workspace, run, {
      onEpoch: (record) => losses.push([record.train.loss, parts[1].loss[0] / train.rows]),
    });
    expect(given.codes).toEqual([]);
    const expected = golden.cases[loss];
    expectClose(losses.flat(), expected.losses.flat(), 1e-9, 1e-12);
    for (const { name, view } of network.tensors) expectClose([...view], expected.weights[name], 1e-9, 1e-12);
  });
});
