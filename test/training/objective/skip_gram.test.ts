import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headSchema } from '../../../src/config/head.js';
import type { SkipGramConfig } from '../../../src/config/objective.js';
import {
  backends,
  buildNetwork,
  type Kernels,
  parseConfig,
  prepare,
  random,
  train,
} from '../../../src/index.js';
import type { TrainState } from '../../../src/jobs/restarts/state.js';
import { createKernels } from '../../../src/kernels/index.js';
import { type HeadConfig, Network } from '../../../src/nn/network.js';
import { checkGradients } from '../../../src/training/checking/check_gradients.js';
import { SkipGram } from '../../../src/training/objective/skip_gram.js';
import { allocateStepMemory } from '../../../src/training/optimizer/step_memory.js';
import golden from '../../golden/skip_gram.json' with { type: 'json' };
import { repository } from '../../helpers/cli.js';
import { sample } from '../../helpers/runs.js';
import { expectSameBits } from '../support.js';

const makers: [string, () => Kernels][] = [
  ['js', () => backends.js],
  ['wasm', () => backends.wasm],
];

/** The objective of pairs (x, t) with their weights, all of them in one batch. */
function objectiveOf(
  kernels: Kernels,
  { x, t, weights }: { x: number[]; t: number[]; weights?: number[] },
  { words, contexts, width, negatives } = golden,
) {
  const head = headSchema.parse({ activation: 'softmax', loss: 'cross_entropy' }) as HeadConfig;
  const column = {
    type: 'embedding',
    column: 'word',
    input: 0,
    width,
    levels: words,
    hasUnseen: false,
  } as const;
  const network = new Network(
    { layers: [], head, penalties: { l1: 0, l2: 0 } },
    { columns: 1, encoded: [column] },
    contexts,
    kernels,
  ).allocate(x.length);
  const order = kernels.allocate(x.length);
  for (let i = 0; i < x.length; i++) order[i] = i;
  const split = { rows: x.length, x: Float64Array.from(x), t: Float64Array.from(t) };
  const options: SkipGramConfig = { type: 'skip_gram', negatives };
  const given = weights ? Float64Array.from(weights) : null;
  const memory = allocateStepMemory(kernels, 1);
  const objective = new SkipGram(network, split, given, order, memory, options);
  objective.prepare(x.length);
  objective.load(x.length);
  return objective;
}

const tensor = ({ network }: SkipGram, name: string) =>
  network.parameters.find((parameter) => parameter.name === name)!;

const frozen = { training: true, frozen: true, random: random(0, 'masks') };

describe.each(makers)('golden values of PyTorch, on %s', (_, kernels) => {
  test('losses, gradients, and the frequencies of contexts', () => {
    const objective = objectiveOf(kernels(), golden);
    tensor(objective, 'encoders.word.weight').view.set(golden.u);
    tensor(objective, 'head.weight').view.set(golden.v);
    objective.negatives.set(golden.drawn);
    const program = objective.kernels.record(() => objective.gradient(golden.x.length, frozen));
    program.run();
    const near = (actual: Float64Array, expected: readonly number[], digits = 14) => {
      expect(actual.length).toBe(expected.length);
      expected.forEach((value, i) => {
        expect(actual[i]).toBeCloseTo(value, digits);
      });
    };
    near(objective.rowLosses, golden.losses);
    near(objective.loss, [golden.losses.reduce((sum, loss, i) => sum + golden.weights[i] * loss, 0)], 13);
    near(tensor(objective, 'encoders.word.weight').gradient.view, golden.du);
    near(tensor(objective, 'head.weight').gradient.view, golden.dv);
    near(tensor(objective, 'head.bias').view.map(Math.exp), golden.noise);
    expect([...tensor(objective, 'head.bias').gradient.view]).toEqual([0, 0, 0, 0]);
  });
});

test('contexts are drawn as their rows to the power 3/4 say, and never the one of the pair', () => {
  const counts = [1, 16, 81, 256];
  const t = counts.flatMap((count, c) => Array<number>(count).fill(c));
  const x = t.map(() => 0);
  const sizes = { ...golden, negatives: 40 };
  const objective = objectiveOf(backends.js, { x, t }, sizes);
  objective.gradient(x.length, { ...frozen, frozen: false });
  const powers = [1, 8, 27, 64];
  for (const c of [0, 3]) {
    const drawn = [0, 0, 0, 0];
    t.forEach((context, i) => {
      if (context === c) for (let k = 0; k < 40; k++) drawn[objective.negatives[i * 40 + k]]++;
    });
    expect(drawn[c]).toBe(0);
    const total = 40 * counts[c];
    const others = powers.reduce((sum, power, j) => (j === c ? sum : sum + power), 0);
    powers.forEach((power, j) => {
      if (j === c) return;
      const p = power / others;
      // four standard errors
      expect(Math.abs(drawn[j] / total - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / total));
    });
  }
});

/** Karate's config, for a few epochs. */
const karate = (training: object = {}) => ({
  ...parseConfig({
    task: 'embedding',
    data: { train: join(repository, 'datasets/karate.csv'), split: { type: 'random', validation: 0.2 } },
    training: { epochs: 3, batch_size: 20, objective: 'skip_gram', ...training },
  }),
  name: 'karate',
});

async function trained(kernels: Kernels, training: object = {}, options: object = {}) {
  const { config, dataset, inputs, outputs } = await prepare(karate(training), { directory: repository });
  const network = buildNetwork(config, inputs, outputs, kernels).allocate(40);
  const result = await train(network, config, dataset, options);
  return { result, weights: network.snapshot() };
}

describe('of the club', () => {
  test.each(makers)('the gradient is that of central differences, on %s', async (_, kernels) => {
    const all = await prepare(karate({ l2: 0.1 }), { directory: repository });
    const options = { epsilon: 1e-6, atol: 1e-8, rtol: 1e-5, method: 'central' } as const;
    let time = 0;
    const result = checkGradients(all, 12, options, () => time++, undefined, kernels());
    expect(result.passed).toBe(true);
    expect(result.tensors.map(({ name }) => name)).toEqual([
      'encoders.from.weight',
      'head.weight',
      'head.bias',
      'x',
    ]);
  });

  test('backends and threads have the same bits', async () => {
    const { weights } = await trained(backends.js);
    for (const threads of [1, 2])
      expectSameBits((await trained(createKernels('wasm', { threads }))).weights, weights);
    const restarts = { restarts: 3 };
    const [one, three] = [1, 3].map((threads) => trained(backends.wasm, restarts, { threads }));
    expectSameBits((await three).weights, (await one).weights);
  });

  test('training that is interrupted, after any step, ends in the same bits', async () => {
    const whole = await trained(backends.wasm);
    // 125 training pairs: 7 steps an epoch
    for (const after of sample(
      Array.from({ length: 20 }, (_, i) => i + 1),
      5,
      1,
    )) {
      let steps = 0;
      let state: TrainState | undefined;
      const callbacks = {
        stepsAtOnce: 1,
        onSteps: () => void steps++,
        stop: () => (steps >= after ? ('interrupted' as const) : null),
        onCheckpoint: (latest: TrainState) => {
          state = latest;
        },
      };
      const first = await trained(backends.wasm, {}, { callbacks });
      expect(first.result.interrupted).toBe(true);
      const rest = await trained(backends.wasm, {}, { resume: structuredClone(state) });
      expectSameBits(rest.weights, whole.weights);
      expect(rest.result).toEqual(whole.result);
    }
  });
});
