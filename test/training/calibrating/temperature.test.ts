import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { backends } from '../../../src/kernels/index.js';
import { Network } from '../../../src/nn/network.js';
import { logitOf } from '../../../src/nn/temperature/index.js';
import { random } from '../../../src/random.js';
import { bestTemperature } from '../../../src/training/calibrating/temperature.js';
import { evaluationPass } from '../../../src/training/passes.js';

interface Case {
  readonly kind: 'classes' | 'labels';
  readonly columns: number;
  readonly z: number[];
  readonly t: number[];
  readonly weights: number[];
  readonly temperature: number;
}
const { cases } = JSON.parse(
  readFileSync(new URL('../../golden/temperatures.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

const logitsOf = ({ kind, columns, z, t, weights }: Case) => ({
  rows: weights.length,
  columns,
  z: Float64Array.from(z),
  t: Float64Array.from(t),
  isRowwise: kind === 'classes',
  weights: Float64Array.from(weights),
});

describe('the temperature of the least log loss', () => {
  // a minimizer that sees values alone tells arguments apart to about the root of what doubles do, 1e-8
  test.each(cases)("is scipy's: $kind, $columns columns", (each) => {
    const found = bestTemperature(logitsOf(each));
    expect(Math.abs(found / each.temperature - 1)).toBeLessThan(1e-6);
  });

  test.each([0.5, 0.01, 1000])('scales with the logits, from 0.2 to 20: %s', (factor) => {
    const logits = logitsOf(cases[0]);
    const scaled = { ...logits, z: logits.z.map((z) => z * factor) };
    const wanted = Math.min(20, Math.max(0.2, bestTemperature(logits) * factor));
    expect(bestTemperature(scaled)).toBeCloseTo(wanted, 9);
  });
});

const head = (type: 'softmax' | 'sigmoid') =>
  ({
    activation: { type },
    loss: {
      type: type === 'softmax' ? 'cross_entropy' : 'binary_cross_entropy',
      label_smoothing: 0,
      pos_weight: 1,
    },
    bias: true,
    initializer: { type: 'glorot_uniform' },
    bias_initializer: { type: 'zeros' },
    trainable: true,
  }) as never;

const networks = [
  ['one', {}],
  ['members that share weights', { ensemble: { members: 3, scaling: 'signs' } }],
  ['networks side by side', { branches: 2 }],
] as const;

describe.each(['softmax', 'sigmoid'] as const)('a network at a temperature, %s', (type) => {
  const T = 1.75;
  const columns = 3;
  const x = Float64Array.of(0.3, -1.2, 0.8, 2, 0.1, -0.4);
  const build = (more: object, temperature?: number) => {
    const config = { layers: [], head: head(type), penalties: { l1: 0, l2: 0 }, ...more, temperature };
    const network = new Network(config as never, 2, columns, backends.js, { inputGradient: true }).allocate(
      3,
    );
    network.initialize(random(4, 'weights'));
    network.x.set(x);
    return network;
  };

  test.each(networks)(
    '%s: the probabilities are those of the logits / T, of a mean those of its logarithm',
    (_, more) => {
      const plain = build(more).forward(3, evaluationPass).slice();
      const tempered = build(more, T).forward(3, evaluationPass);
      const isRowwise = type === 'softmax';
      const a = plain.map((p) => logitOf(p, isRowwise) / T);
      for (let i = 0; i < 3; i++) {
        const row = a.subarray(i * columns, (i + 1) * columns);
        const total = row.reduce((sum, value) => sum + Math.exp(value), 0);
        for (const [j, value] of row.entries()) {
          const wanted = isRowwise ? Math.exp(value) / total : 1 / (1 + Math.exp(-value));
          expect(tempered[i * columns + j]).toBeCloseTo(wanted, 12);
        }
      }
    },
  );

  test.each(networks)('%s: derivatives by the inputs are numeric ones', (_, more) => {
    const network = build(more, T);
    const dy = Float64Array.from({ length: 9 }, (_, k) => Math.sin(k + 1));
    const value = () => network.forward(3, evaluationPass).reduce((sum, y, k) => sum + y * dy[k], 0);
    value();
    network.pullBack(dy, 3, evaluationPass);
    const gradient = network.dx!.slice();
    for (let k = 0; k < x.length; k++) {
      const at = (step: number) => {
        network.x[k] = x[k] + step;
        const result = value();
        network.x[k] = x[k];
        return result;
      };
      expect(gradient[k]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8);
    }
  });
});
