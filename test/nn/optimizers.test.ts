import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { pow } from '../../src/math/index.js';
import { biasCorrection } from '../../src/nn/optimizers/bias_correction.js';
import { clipNorm, clipValue, optimizers } from '../../src/nn/optimizers/index.js';
import { type OptimizerLoops, plainOptimizers } from '../helpers/loops.js';
import { expectReferences, readReferences, referenceLaws } from '../helpers/references.js';
import { takeStep } from '../helpers/take_step.js';

const golden = JSON.parse(readFileSync('test/golden/optimizers.json', 'utf8'));

const registry = Object.entries(optimizers);

/** The parameters after every step, of optimizers that PyTorch 1.13 does not have. */
interface Case {
  options: object;
  p0: number[];
  grads: number[][];
  trajectory: number[][];
}
const references = readReferences<Case>('optimizers');

const rules = Object.entries(plainOptimizers);
const { sgd, adagrad, rmsprop, rprop } = plainOptimizers;

/** PyTorch's names of options in ours. */
function ourOptions(name: string, params: Record<string, unknown>): Record<string, unknown> {
  const { lr, eps, betas, alpha, ...rest } = params;
  const ours: Record<string, unknown> = { ...rest };
  if (lr !== undefined) ours['learning_rate'] = lr;
  if (eps !== undefined) ours['epsilon'] = eps;
  if (alpha !== undefined) ours['rho'] = alpha;
  if (Array.isArray(betas)) [ours['beta1'], ours['beta2']] = betas;
  return optimizers[name as keyof typeof optimizers].options.parse(ours);
}

const slotsFor = (rule: OptimizerLoops, options: object, n: number) =>
  Array.from({ length: rule.slots(options) }, () => new Float64Array(n));

/** The parameters after each step of a fixed sequence of gradients. */
function run(
  rule: OptimizerLoops,
  options: Record<string, unknown>,
  start: number[],
  gradients: number[][],
  change: (g: Float64Array) => void = () => {},
): number[][] {
  const w = Float64Array.from(start);
  const slots = slotsFor(rule, options, w.length);
  return gradients.map((gradient, k) => {
    const g = Float64Array.from(gradient);
    change(g);
    takeStep(rule, w, g, slots, w.length, k + 1, options['learning_rate'] as number, options);
    return [...w];
  });
}

function expectClose(actual: number[][], expected: number[][], relative: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [k, row] of expected.entries())
    for (const [i, value] of row.entries())
      expect(
        Math.abs(actual[k][i] - value),
        `step ${k + 1}, element ${i}: ${actual[k][i]} for ${value}`,
      ).toBeLessThanOrEqual(relative * Math.abs(value));
}

/** The options that a config without any gives, but no decay. */
const plain = (rule: Pick<OptimizerLoops, 'options'>): Record<string, unknown> =>
  rule.options.parse('weight_decay' in rule.options.shape ? { weight_decay: 0 } : {});

describe('golden values of PyTorch', () => {
  it.each(Object.keys(golden.cases))('%s: every step to 1e-12', (name) => {
    const { params, trajectory } = golden.cases[name];
    const type = name.split('@')[0];
    expectClose(
      run(plainOptimizers[type], ourOptions(type, params), golden.p0, golden.grads),
      trajectory,
      1e-12,
    );
  });

  it('covers every rule', () => {
    const ofPyTorch = Object.keys(golden.cases).map((name) => name.split('@')[0]);
    const names = rules.map(([name]) => name);
    expectReferences('optimizers', names, ofPyTorch, references);
  });

  it('gradients clipped by norm, every step to 1e-12', () => {
    const options = optimizers.sgd.options.parse({ learning_rate: 0.1 });
    const clipped = run(sgd, options, golden.p0, golden.grads, (g) => clipNorm(g, g.length, 1));
    expectClose(clipped, golden['clip_grad_norm=1.0 with sgd lr=0.1'], 1e-12);
  });
});

describe('reference values in a file of their own', () => {
  referenceLaws(references, plainOptimizers);

  describe.each(Object.entries(references))('%s', (name, { cases }) => {
    it.each(cases.map((each) => [JSON.stringify(each.options), each] as const))('%s', (_, each) => {
      const rule = plainOptimizers[name];
      expectClose(run(rule, rule.options.parse(each.options), each.p0, each.grads), each.trajectory, 1e-12);
    });
  });
});

describe('a step worked by hand', () => {
  it('adagrad divides the rate by 1 + (t − 1) · decay, and starts its sum where told', () => {
    const options = optimizers.adagrad.options.parse({
      learning_rate: 1,
      learning_rate_decay: 0.5,
      initial_accumulator_value: 7,
      epsilon: 1e-300,
    });
    // Sum 7 + 3² = 16, root 4: 1 − 1 · 3/4 = 0.25. Then 16 + 3² = 25, root 5, rate 1/1.5: 0.25 − 3/5/1.5 = −0.15.
    expectClose(run(adagrad, options, [1], [[3], [3]]), [[0.25], [-0.15]], 1e-15);
  });

  it('centered rmsprop survives a constant gradient, whose variance is 0 but for rounding', () => {
    const options = optimizers.rmsprop.options.parse({ centered: true, rho: 0.5 });
    const path = run(
      rmsprop,
      options,
      [1],
      Array.from({ length: 200 }, () => [0.7]),
    );
    expect(path.every(([w]) => Number.isFinite(w))).toBe(true);
  });

  it('rprop: same sign 1.2, change of sign 0.5 and rest, then the halved step', () => {
    const options = optimizers.rprop.options.parse({});
    const path = run(rprop, options, [0], [[2], [5], [-1], [-1]]);
    // steps 0.01, 0.012, (0.006, at rest), 0.006: a rest forgets the gradient, so the factor after it is 1
    expectClose(path, [[-0.01], [-0.022], [-0.022], [-0.016]], 1e-14);
  });
});

describe.each(rules)('laws of %s', (name, rule) => {
  const options = plain(rule);
  const rate = options['learning_rate'] as number;

  it('updating one vector of six is updating two of three, to the bit', () => {
    const whole = run(
      rule,
      options,
      golden.p0.concat([0.3]),
      golden.grads.map((g: number[]) => [...g, -0.7]),
    );
    const parts = [0, 3].map((from) =>
      run(
        rule,
        options,
        golden.p0.concat([0.3]).slice(from, from + 3),
        golden.grads.map((g: number[]) => [...g, -0.7].slice(from, from + 3)),
      ),
    );
    expect(whole).toEqual(parts[0].map((row, k) => [...row, ...parts[1][k]]));
  });

  it('a gradient of 0 moves nothing at the first step', () => {
    const start = [1, -2, 0.5];
    expect(run(rule, options, start, [[0, 0, 0]])).toEqual([start]);
  });

  it('weight decay pulls towards 0 where it is an option', () => {
    if (!('weight_decay' in rule.options.shape)) return;
    const [[w]] = run(rule, rule.options.parse({ weight_decay: 0.1 }), [1], [[0]]);
    expect(w).toBeLessThan(1);
    expect(w).toBeGreaterThan(0);
  });

  it('weight decay is what its description says: decay · w, added to the gradient, or rate · decay · w, taken from w', () => {
    const { weight_decay: option } = rule.options.shape as Record<string, z.ZodType | undefined>;
    if (!option) return;
    const start = [1.5, -2, 0.25];
    const gradient = [0.3, 0.7, -0.2];
    const decayed = run(rule, { ...options, weight_decay: 0.5 }, start, [gradient]);
    if (option.description === 'times w is added to the gradient') {
      const added = gradient.map((value, i) => value + 0.5 * start[i]);
      expect(decayed).toEqual(run(rule, options, start, [added]));
    } else {
      expect(option.description).toBe('times rate · w is taken from w');
      // w may be the last or the first to be multiplied: a few units of 2⁻⁵³, as its parts are larger than their sum
      const less = start.map((w) => w - 0.5 * rate * w);
      expectClose(decayed, run(rule, options, less, [gradient]), 1e-14);
    }
  });

  it('weight decay is added to the gradient by PyTorch, but for AdamW', () => {
    const { weight_decay: option } = rule.options.shape as Record<string, z.ZodType | undefined>;
    const isDecoupled = option?.description === 'times rate · w is taken from w';
    if (!(name in references)) expect(isDecoupled).toBe(name === 'adamw');
  });

  it('leaves what lies after n alone', () => {
    const w = new Float64Array([1, 2, 3]);
    const slots = slotsFor(rule, options, 3);
    takeStep(rule, w, new Float64Array([1, 1, 1]), slots, 2, 1, rate, options);
    expect(w[2]).toBe(3);
    expect(w[0]).toBeLessThan(1);
  });

  it('descends a convex quadratic, Σ cᵢ wᵢ² / 2 with c = 1, 3, 10', () => {
    const c = [1, 3, 10];
    const loss = (w: Float64Array) => w.reduce((sum, wi, i) => sum + (c[i] * wi * wi) / 2, 0);
    const w = new Float64Array([1, -1, 0.5]);
    const slots = slotsFor(rule, options, 3);
    const losses = [loss(w)];
    for (let t = 1; t <= 100; t++) {
      takeStep(
        rule,
        w,
        w.map((wi, i) => c[i] * wi),
        slots,
        3,
        t,
        rate,
        options,
      );
      losses.push(loss(w));
    }
    for (const [k, value] of losses.slice(1, 5).entries()) expect(value).toBeLessThan(losses[k]);
    expect(losses[100]).toBeLessThan(losses[10]);
  });

  it('no decaying mean stays among the subnormal numbers, whose arithmetic is slow', () => {
    // Lion's mean has a say by its sign alone, however small it is
    if (name === 'lion') return;
    for (const momentum of [{}, { momentum: 0.9 }]) {
      const settings = 'momentum' in rule.options.shape ? { ...options, ...momentum } : options;
      const slots = slotsFor(rule, settings, 2);
      for (const slot of slots) slot.set([2.3e-308, -2.3e-308]);
      const w = Float64Array.of(1, 1);
      for (let t = 2; t < 400; t++) takeStep(rule, w, new Float64Array(2), slots, 2, t, rate, settings);
      const small = slots.flatMap((slot) => [...slot].map(Math.abs).filter((x) => x > 0 && x < 2 ** -1022));
      expect(small).toEqual([]);
    }
  });

  it('a saved and restored state goes on with the same bits', () => {
    const through = run(rule, options, golden.p0, golden.grads);
    const w = Float64Array.from(golden.p0 as number[]);
    let slots = slotsFor(rule, options, w.length);
    const path = (golden.grads as number[][]).map((g, k) => {
      slots = slots.map((slot) => Float64Array.from(JSON.parse(JSON.stringify([...slot]))));
      takeStep(rule, w, Float64Array.from(g), slots, w.length, k + 1, rate, options);
      return [...w];
    });
    expect(path).toEqual(through);
  });
});

describe('options', () => {
  it.each(registry)('%s: the defaults go round through the schema, unknown keys do not', (_name, rule) => {
    const options = rule.options.parse({});
    expect(rule.options.parse(JSON.parse(JSON.stringify(options)))).toEqual(options);
    expect(options['learning_rate']).toBeGreaterThan(0);
    expect(rule.options.safeParse({ lr: 1 }).success).toBe(false);
    expect(rule.options.safeParse({ learning_rate: 0 }).success).toBe(false);
  });

  it('are the defaults of PyTorch', () => {
    const rates = Object.fromEntries(
      registry.map(([name, rule]) => [name, rule.options.parse({})['learning_rate']]),
    );
    expect(rates).toMatchObject({
      sgd: 1e-3,
      rmsprop: 1e-2,
      adagrad: 1e-2,
      adadelta: 1,
      adam: 1e-3,
      adamw: 1e-3,
      adamax: 2e-3,
      nadam: 2e-3,
      rprop: 1e-2,
      lbfgs: 1,
    });
    expect(optimizers.adamw.options.parse({}).weight_decay).toBe(0.01);
  });

  it('that contradict each other are refused', () => {
    expect(optimizers.sgd.options.safeParse({ nesterov: true }).success).toBe(false);
    expect(optimizers.sgd.options.safeParse({ nesterov: true, momentum: 0.9 }).success).toBe(true);
    expect(optimizers.rprop.options.safeParse({ step_size_min: 1, step_size_max: 0.1 }).success).toBe(false);
  });
});

describe('clipping', () => {
  // Subnormal numbers lose digits when scaled.
  const element = fc
    .double({ min: -1e3, max: 1e3, noNaN: true })
    .filter((x) => x === 0 || Math.abs(x) > 1e-100);
  const vector = fc.array(element, { minLength: 1, maxLength: 8 });
  const limit = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

  it('by norm: at most the limit, same direction, short ones untouched', () => {
    fc.assert(
      fc.property(vector, limit, (values, most) => {
        const g = Float64Array.from(values);
        const before = clipNorm(g, g.length, most);
        const after = Math.hypot(...g);
        expect(before).toBeCloseTo(Math.hypot(...values), 8);
        expect(after).toBeLessThanOrEqual(most * (1 + 1e-12));
        if (before <= most - 2e-6) expect([...g]).toEqual(values);
        // g is values times one factor: the cross products are 0 but for rounding.
        for (let i = 1; i < g.length; i++)
          expect(Math.abs(g[i] * values[0] - g[0] * values[i])).toBeLessThanOrEqual(
            1e-12 * (Math.abs(g[i] * values[0]) + Math.abs(g[0] * values[i])),
          );
      }),
    );
  });

  it('by norm: squares that overflow are no matter; what is not finite stays visible', () => {
    const g = new Float64Array([3e200, -4e200, 9]);
    expect(clipNorm(g, 2, 1) / 5e200).toBeCloseTo(1, 14);
    expect(g[0]).toBeCloseTo(0.6, 14);
    expect(g[1]).toBeCloseTo(-0.8, 14);
    expect(g[2]).toBe(9);
    for (const bad of [NaN, Infinity]) {
      const broken = new Float64Array([1, bad]);
      clipNorm(broken, 2, 1);
      expect(broken[0]).toBeNaN();
      expect(broken[1]).toBeNaN();
    }
  });

  it('by value', () => {
    const g = new Float64Array([0.5, -7, 7, NaN, 9]);
    clipValue(g, 4, 2);
    expect([...g]).toEqual([0.5, -2, 2, NaN, 9]);
  });
});

it('the correction of a bias is 1 − βᵗ, to the bit also where it is left out', () => {
  for (const beta of [0, 0.5, 0.9, 0.99, 0.999, 0.9999])
    for (let t = 1; t <= 400_000; t = Math.ceil(1.3 * t))
      expect(biasCorrection(beta, t), `β ${beta}, t ${t}`).toBe(1 - pow(beta, t));
});
