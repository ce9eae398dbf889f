import { describe, expect, it } from 'vitest';
import { type LossName, losses } from '../../src/nn/losses/index.js';
import golden from '../golden/losses.json' with { type: 'json' };
import { type LossArrays, plainActivations, plainLosses } from '../helpers/loops.js';
import { expectReferences, readReferences, referenceLaws } from '../helpers/references.js';
import { type Exception, lossLaws } from './laws/losses.js';
import { expectClose } from './laws/numeric.js';

const registry: Record<string, LossArrays> = plainLosses;

const exceptions: Partial<Record<LossName, Exception>> = {
  // p t / y = (1 − t) / (1 − y)
  binary_cross_entropy: {
    minimizer: (t, { pos_weight: p }: { pos_weight: number }) => (p * t) / (p * t + (1 - t)),
  },
  cross_entropy: {
    minimizer: (t, { label_smoothing: epsilon }: { label_smoothing: number }) =>
      (1 - epsilon) * t + epsilon / 4,
  },
  // the rate t, or its logarithm; log t! is left out. At t = 0, −40 stands for log 0
  poisson_nll: {
    negative: true,
    minimizer: (t, { log_input }: { log_input: boolean }) => {
      if (log_input) return t > 0 ? Math.log(t) : -40;
      return Math.max(t - 1e-8, 0);
    },
  },
};

for (const [name, loss] of Object.entries(registry)) {
  describe(`laws: ${name}`, () => lossLaws(loss, exceptions[name as LossName]));
}

/** Values of losses that PyTorch 1.13 does not have: those of each row, and the gradient of their sum. */
interface Reference {
  options: object;
  y: number[][];
  t: number[][];
  losses: number[];
  dy: number[][];
}
const references = readReferences<Reference>('losses');

describe('reference values in a file of their own', () => {
  referenceLaws(references, registry);

  describe.each(Object.entries(references))('%s', (name, { cases }) => {
    it.each(cases.map((each) => [JSON.stringify(each.options), each] as const))('%s', (_, each) => {
      each.y.forEach((y, i) => {
        const { loss, dy } = row(name as LossName, y, each.t[i], each.options);
        expectClose([loss], [each.losses[i]], 1e-12, 0);
        expectClose(dy, each.dy[i], 1e-12, 2 ** -53);
      });
    });
  });
});

interface Case {
  params: Record<string, unknown>;
  a: number[][];
  y: (number | number[])[];
  loss: number;
  dloss_da: number[][];
}

/** The head's loss and its gradient with respect to a, by the fused form or by loss after activation. */
function evaluate(name: string, { params, a: inputs, y: labels }: Case, fuse: boolean) {
  const {
    class_weight: classWeight,
    note: _,
    ...settings
  } = params as { class_weight?: number[]; note?: string };
  const loss = registry[name];
  const options = loss.options.parse(settings);
  const activation = plainActivations[loss.activation];
  const [rows, columns] = [inputs.length, inputs[0].length];
  const a = Float64Array.from(inputs.flat());
  const t = Float64Array.from(
    labels.flatMap((label) =>
      typeof label === 'number' ? inputs[0].map((_, j) => (j === label ? 1 : 0)) : label,
    ),
  );
  const weights = labels.map((label) => (classWeight ? classWeight[label as number] : 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const scale = Float64Array.from(weights, (weight) => weight / sum);

  const y = new Float64Array(a.length);
  const da = new Float64Array(a.length);
  const rowLosses = new Float64Array(rows);
  activation.forward(a, y, rows, columns, {});
  const fused = fuse ? loss.fused[loss.activation] : undefined;
  if (fused) {
    fused.forward(a, y, t, rowLosses, rows, columns, options);
    fused.backward(a, y, t, scale, da, rows, columns, options);
  } else {
    loss.forward(y, t, rowLosses, rows, columns, options);
    loss.backward(y, t, scale, da, rows, columns, options);
    activation.backward(a, y, da, da, rows, columns, {});
  }
  return { loss: rowLosses.reduce((total, value, i) => total + value * scale[i], 0), da };
}

describe('golden: PyTorch', () => {
  it('covers every loss', () => {
    const ofPyTorch = Object.keys(golden.cases).map((name) => name.split('@')[0]);
    expectReferences('losses', Object.keys(registry), ofPyTorch, references);
  });

  for (const [label, expected] of Object.entries<Case>(golden.cases as unknown as Record<string, Case>)) {
    it(label, () => {
      const { loss, da } = evaluate(label.split('@')[0], expected, true);
      expectClose([loss], [expected.loss], 1e-12, 0);
      expectClose(da, expected.dloss_da.flat(), 1e-12, 2 ** -53); // differences of numbers near 1 (y − t)
    });
  }
});

/** One row: its loss and its gradient at scale 1. */
function row(name: LossName, y: number[], t: number[], params: object = {}) {
  const loss = registry[name];
  const options = loss.options.parse(params);
  const rowLoss = new Float64Array(1);
  const dy = new Float64Array(y.length);
  loss.forward(Float64Array.from(y), Float64Array.from(t), rowLoss, 1, y.length, options);
  loss.backward(Float64Array.from(y), Float64Array.from(t), Float64Array.of(1), dy, 1, y.length, options);
  return { loss: rowLoss[0], dy: [...dy] };
}

/** One row of a fused form. */
function fusedRow(name: LossName, a: number[], t: number[], params: object = {}) {
  const loss = registry[name];
  const fused = loss.fused[loss.activation]!;
  const options = loss.options.parse(params);
  const input = Float64Array.from(a);
  const y = new Float64Array(a.length);
  plainActivations[loss.activation].forward(input, y, 1, a.length, {});
  const rowLoss = new Float64Array(1);
  const da = new Float64Array(a.length);
  fused.forward(input, y, Float64Array.from(t), rowLoss, 1, a.length, options);
  fused.backward(input, y, Float64Array.from(t), Float64Array.of(1), da, 1, a.length, options);
  return { loss: rowLoss[0], da: [...da] };
}

describe('by hand', () => {
  it('mse: (1² + 3²) / 2 = 5, no ½; dy = 2e / 2', () => {
    expect(row('mse', [1, 4], [0, 1])).toEqual({ loss: 5, dy: [1, 3] });
  });

  it('mae: (2 + 0) / 2 = 1; no slope at 0', () => {
    expect(row('mae', [3, 4], [1, 4])).toEqual({ loss: 1, dy: [0.5, 0] });
  });

  it('huber, δ = 2: (½ 1² + 2 (5 − 1)) / 2 = 4.25; dy = (1, 2) / 2', () => {
    expect(row('huber', [1, 5], [0, 0], { delta: 2 })).toEqual({ loss: 4.25, dy: [0.5, 1] });
  });

  it('pinball, τ = ¾: 4 under costs 3, 4 over costs 1, and a hit nothing', () => {
    expect(row('pinball', [0, 4, 1], [4, 0, 1], { tau: 0.75 })).toEqual({
      loss: 4 / 3,
      dy: [-0.25, 0.25 / 3, 0],
    });
  });

  it('wasserstein: a quarter moved by one class and a half by two: 1.25', () => {
    // F_y − F_t = ¾, ½, 0: sums of signs from the right 2, 1, 0
    expect(row('wasserstein', [0.75, 0.25 - 0.25, 0.25], [0, 0.25, 0.75])).toEqual({
      loss: 1.25,
      dy: [2, 1, 0],
    });
  });

  it('log_cosh: cosh(log 2) = (2 + ½) / 2 = 5/4, tanh(log 2) = (2 − ½) / (2 + ½) = 3/5', () => {
    const { loss, dy } = row('log_cosh', [Math.LN2], [0]);
    expectClose([loss, dy[0]], [Math.log(1.25), 0.6], 4e-16, 0);
  });

  it('log_cosh: ½e² for tiny e, |e| − log 2 for large', () => {
    expectClose([row('log_cosh', [1e-9], [0]).loss], [5e-19], 1e-15, 0);
    expect(row('log_cosh', [-900], [0])).toEqual({ loss: 900 - Math.LN2, dy: [-1] });
  });

  it('poisson_nll of a rate: 2 − 3 log 2, and 1 − 3/2', () => {
    const { loss, dy } = row('poisson_nll', [2], [3], { log_input: false });
    // ε = 1e-8 moves them by 3 · 5e-9
    expectClose([loss, dy[0]], [2 - 3 * Math.LN2, -0.5], 0, 3e-8);
    expect(row('poisson_nll', [0], [0], { log_input: false })).toEqual({ loss: 0, dy: [1] });
  });

  it('poisson_nll reports rates', () => {
    const rates = (outputs: number[], log_input: boolean) =>
      outputs.map((y) => losses.poisson_nll.prediction(y, { log_input }));
    expectClose(rates([0, Math.LN2], true), [1, 2], 3e-16, 0);
    expect(rates([0, 3], false)).toEqual([0, 3]);
  });

  it('cross_entropy of even odds over 4: log 4', () => {
    const quarters = [0.25, 0.25, 0.25, 0.25];
    const { loss, dy } = row('cross_entropy', quarters, [0, 1, 0, 0]);
    expectClose([loss], [2 * Math.LN2], 4e-16, 0);
    expectClose(dy, [0, -4, 0, 0], 0, 0);
  });
});

describe('extremes', () => {
  it('the unfused logarithm of 0 is −100, and costs nothing where t is 0', () => {
    expect(row('binary_cross_entropy', [0, 1], [1, 0]).loss).toBe(100);
    expect(row('binary_cross_entropy', [0, 1], [0, 1])).toEqual({ loss: 0, dy: [0.5, -0.5] });
    expect(row('cross_entropy', [0, 1], [1, 0]).loss).toBe(100);
    expect(row('cross_entropy', [0, 1], [0, 1]).loss).toBe(0);
    expect(row('kl_divergence', [0, 1], [0, 1]).loss).toBe(0);
    expect(row('kl_divergence', [0, 1], [1, 0]).loss).toBe(100);
  });

  it('fused forms are exact for logits of ±900', () => {
    expect(fusedRow('cross_entropy', [900, -900], [0, 1])).toEqual({ loss: 1800, da: [1, -1] });
    expect(fusedRow('cross_entropy', [900, -900], [1, 0]).loss).toBe(0);
    expect(fusedRow('kl_divergence', [900, -900], [0, 1]).loss).toBe(1800);
    expect(fusedRow('binary_cross_entropy', [900, -900], [0, 1])).toEqual({ loss: 900, da: [0.5, -0.5] });
    expect(fusedRow('binary_cross_entropy', [900, -900], [1, 0]).loss).toBe(0);
  });

  it('a logit of −∞ costs nothing where t is 0', () => {
    expect(fusedRow('cross_entropy', [0, -Infinity], [1, 0]).loss).toBe(0);
    expect(fusedRow('kl_divergence', [0, -Infinity], [1, 0]).loss).toBe(0);
  });

  it('a confident hit keeps all digits of its loss: log(1 + e⁻⁴⁰) = e⁻⁴⁰', () => {
    const e40 = 4.248354255291589e-18;
    expectClose([fusedRow('cross_entropy', [0, 40], [0, 1]).loss], [e40], 1e-15, 0);
    expectClose([fusedRow('binary_cross_entropy', [40], [1]).loss], [e40], 1e-15, 0);
  });

  it('targets that sum to 2 weigh twice: da = 2 y − t', () => {
    expect(fusedRow('cross_entropy', [0, 0], [2, 0])).toEqual({ loss: 2 * Math.LN2, da: [-1, 1] });
    expect(fusedRow('kl_divergence', [0, 0], [2, 0]).da).toEqual([-1, 1]);
  });

  it('rates must be positive', () => {
    expect(losses.poisson_nll.predictions({ log_input: false })).toEqual([0, Infinity]);
    expect(losses.poisson_nll.predictions({ log_input: true })).toEqual([-Infinity, Infinity]);
  });

  it('NaN is seen in every loss', () => {
    for (const name of Object.keys(registry) as LossName[]) {
      const { loss, dy } = row(name, [Number.NaN, 0.5], [1, 0]);
      expect(loss, name).toBeNaN();
      expect(dy[0], name).toBeNaN();
    }
  });
});
