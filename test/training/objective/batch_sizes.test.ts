import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backends, random } from '../../../src/index.js';
import { normal } from '../../../src/random.js';
import { Batches, batchSizes } from '../../../src/training/batches.js';
import { buildNetwork } from '../../../src/training/build_network.js';
import { rowWeights } from '../../../src/training/objective/row_weights.js';
import { Supervised } from '../../../src/training/objective/supervised.js';
import { allocateStepMemory } from '../../../src/training/optimizer/step_memory.js';
import { trainingPass } from '../../../src/training/passes.js';
import { expectClose } from '../../nn/laws/numeric.js';
import { prepared, type Rows } from '../support.js';

const ROWS = 23;
const layers = [{ type: 'dense', units: 3, activation: 'tanh' }];

/** Two classes by two numbers, with weights from 0 to some thousands. */
function weighted(weights: Float64Array): Rows {
  const rng = random(4, 'data');
  const x = Float64Array.from({ length: 2 * ROWS }, () => normal(rng));
  const t = Float64Array.from({ length: ROWS }, (_, i) => Number(i % 5 === 0));
  return { train: { x, t, weights }, inputs: 2, target: { kind: 'classes', classes: ['common', 'rare'] } };
}

/** Sums over the batches of an epoch at the initial weights: rows · gradient, Σ s ℓ and Σ s. */
function epoch(rows: Rows, training: object, size: number) {
  const { config, dataset, inputs, outputs } = prepared({ layers, training }, rows);
  const kernels = backends.js;
  const network = buildNetwork(config, inputs, outputs, kernels).allocate(size);
  network.initialize(random(1, 'weights'));
  const batches = new Batches(kernels, ROWS, batchSizes({ batch_size: size }, ROWS, network));
  batches.arrange(random(2, 'shuffle'));
  const memory = allocateStepMemory(kernels, 1);
  const weights = rowWeights(dataset.train, ['common', 'rare'], config.training.class_weight);
  const objective = new Supervised(network, dataset.train, weights, batches.order, memory);
  const gradient = new Float64Array(network.g.length);
  let [loss, total] = [0, 0];
  for (let batch = 0; batch < batches.count; batch++) {
    const count = batches.rowsOf(batch);
    memory.from[0] = batches.from(batch);
    objective.prepare(count);
    objective.load(count);
    objective.gradient(count, trainingPass());
    network.g.forEach((g, i) => {
      gradient[i] += count * g;
    });
    loss += memory.sum[0];
    total += memory.total[0];
  }
  return { gradient, loss: loss / total };
}

const weights = fc
  .array(
    fc.oneof(
      fc.constant(0),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      fc.double({ min: 500, max: 5000, noNaN: true }),
    ),
    {
      minLength: ROWS,
      maxLength: ROWS,
    },
  )
  .filter((values) => values.some((s) => s > 0))
  .map((values) => Float64Array.from(values));

test('an epoch of whatever batch size has the gradient of the full batch, weighted by rows, and its loss', () => {
  const ways = fc.constantFrom({}, { class_weight: { rare: 1000 } }, { l1: 0.01, l2: 0.1 });
  fc.assert(
    fc.property(weights, ways, fc.integer({ min: 1, max: ROWS }), (s, training, size) => {
      const rows = weighted(s);
      const [full, cut] = [ROWS, size].map((each) => epoch(rows, training, each));
      const largest = Math.max(...full.gradient.map(Math.abs));
      for (const [i, g] of full.gradient.entries())
        expect(Math.abs(cut.gradient[i] - g)).toBeLessThan(1e-12 * largest);
      expectClose([cut.loss], [full.loss], 1e-12, 0);
    }),
    { numRuns: 60 },
  );
});

test('the unit of the weights does not matter: a power of two times all of them changes no bit', () => {
  fc.assert(
    fc.property(weights, fc.constantFrom(-600, -1, 600), (s, power) => {
      const scaled = s.map((value) => value * 2 ** power);
      const [a, b] = [s, scaled].map((each) => epoch(weighted(each), {}, 4));
      expect([...b.gradient, b.loss]).toEqual([...a.gradient, a.loss]);
    }),
    { numRuns: 20 },
  );
});

test('weights that are all the same are none', () => {
  const { train, ...rest } = weighted(new Float64Array(ROWS).fill(7));
  const none = epoch({ train: { x: train.x, t: train.t }, ...rest }, {}, 4);
  expect(epoch({ train, ...rest }, {}, 4)).toEqual(none);
});
