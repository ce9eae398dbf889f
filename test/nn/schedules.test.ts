import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  LearningRate,
  type Schedule,
  type ScheduleName,
  schedules,
  warmupOptions,
} from '../../src/nn/schedules/index.js';
import { readReferences, referenceLaws } from '../helpers/references.js';

const golden = JSON.parse(readFileSync('test/golden/schedules.json', 'utf8'));

/** Rates of a training of so many steps in one epoch, or epochs for a schedule that counts those. */
interface Case {
  steps: number;
  base: number;
  options: object;
  rates: number[];
}
const references = readReferences<Case>('schedules');
const registry = Object.entries(schedules) as [ScheduleName, Schedule][];

/** Options that a schedule requires. */
const required: Partial<Record<ScheduleName, object>> = {
  step: { step_size: 3 },
  multistep: { milestones: [2, 5] },
  exponential: { gamma: 0.9 },
  cosine_restarts: { t_0: 3 },
};
const optionsOf = (name: ScheduleName, more: object = {}): Record<string, unknown> =>
  schedules[name].options.parse({ ...required[name], ...more });

/** The rates of epochs 0 … epochs − 1. */
function rates(name: ScheduleName, options: object, base: number, epochs: number, warmup = 0): number[] {
  const rate = new LearningRate(schedules[name], { ...options, warmup_epochs: warmup }, base, epochs);
  return Array.from({ length: epochs }, (_, epoch) => rate.at(epoch));
}

/** The rates of a plateau schedule in epochs 1, 2, …: after it was told the metrics of epochs 0, 1, …. */
function observed(options: Record<string, unknown>, metrics: readonly number[], warmup = 0): number[] {
  const { plateau } = schedules;
  const parsed = plateau.options.parse(options);
  const rate = new LearningRate(plateau, { ...parsed, warmup_epochs: warmup }, 0.1, 1000);
  return metrics.map((metric, epoch) => {
    rate.observe(metric, epoch);
    return rate.at(epoch + 1);
  });
}

function expectClose(actual: number[], expected: number[], relative: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [epoch, rate] of expected.entries())
    expect(
      Math.abs(actual[epoch] - rate),
      `epoch ${epoch}: ${actual[epoch]} for ${rate}`,
    ).toBeLessThanOrEqual(relative * rate);
}

describe('golden values of PyTorch', () => {
  const ours = { T_max: 't_max', T_0: 't_0', T_mult: 't_mult', total_iters: 'total_epochs' } as Record<
    string,
    string
  >;

  it.each(Object.keys(golden.cases) as ScheduleName[])('%s to 1e-12', (name) => {
    const { params, lr } = golden.cases[name];
    const options = Object.fromEntries(
      Object.entries(params).map(([key, value]) => [ours[key] ?? key, value]),
    );
    expectClose(rates(name, optionsOf(name, options), golden.base_lr, lr.length), lr, 1e-12);
  });

  it('plateau to 1e-12', () => {
    const { threshold_mode, ...options } = golden.plateau.params;
    expect(threshold_mode).toBe('rel');
    // Theirs are the rates in force in epochs 0, 1, …: before that epoch's metric is known.
    const ours = [golden.base_lr, ...observed(options, golden.plateau.metric)].slice(0, -1);
    expectClose(ours, golden.plateau.lr, 1e-12);
  });

  referenceLaws(references, schedules);
  it.each(Object.keys(references) as ScheduleName[])('%s in every step or epoch, to 1e-12', (name) => {
    for (const { steps, base, options, rates: expected } of references[name].cases) {
      const { perStep }: Schedule = schedules[name];
      const rate = new LearningRate(schedules[name], optionsOf(name, options), base, perStep ? 1 : steps);
      const at = (k: number) => (perStep ? rate.at(0, k, steps) : rate.at(k));
      expectClose(
        Array.from({ length: steps }, (_, k) => at(k)),
        expected,
        1e-12,
      );
    }
  });
});

describe('whether rates depend on the number of epochs', () => {
  it.each(registry)('%s says so where they do', (name, schedule) => {
    const given: object[] = [{}, { t_max: 9 }, { total_epochs: 9 }, { t_max: 9, total_epochs: 9 }];
    for (const more of given) {
      const parsed = schedule.options.safeParse({ ...required[name], ...more });
      if (!parsed.success) continue;
      const steps = Array.from({ length: 40 }, (_, i) => i);
      const course = (epochs: number) => {
        const rate = new LearningRate(schedule, { ...parsed.data, warmup_epochs: 0 }, 0.1, epochs);
        return steps.map((i) => rate.at(Math.floor(i / 4), i % 4, 4));
      };
      expect(schedule.dependsOnEpochs?.(parsed.data) ?? false, JSON.stringify(more)).toBe(
        JSON.stringify(course(10)) !== JSON.stringify(course(20)),
      );
    }
  });
});

describe('rates worked by hand', () => {
  it('cosine and polynomial take all epochs where no length is given', () => {
    // half of four epochs: (1 + cos(π/2)) / 2 = 1/2, 1 − 2/4 = 1/2
    expect(rates('cosine', optionsOf('cosine'), 1, 4)[2]).toBeCloseTo(0.5, 15);
    expect(rates('polynomial', optionsOf('polynomial'), 1, 4)).toEqual([1, 0.75, 0.5, 0.25]);
  });

  it('cosine rises again after t_max', () => {
    const path = rates('cosine', optionsOf('cosine', { t_max: 2 }), 1, 5);
    expectClose(path.slice(0, 2).concat(path.slice(3)), [1, 0.5, 0.5, 1], 1e-15);
    expect(path[2]).toBe(0);
  });

  it('cosine_restarts returns to the base rate every t_0 epochs, or after t_0 (1 + t_mult + t_mult² …)', () => {
    const tops = (t_mult: number) =>
      rates('cosine_restarts', optionsOf('cosine_restarts', { t_mult }), 1, 40).flatMap((rate, epoch) =>
        rate === 1 ? [epoch] : [],
      );
    expect(tops(1)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39]);
    expect(tops(2)).toEqual([0, 3, 9, 21]);
    expect(tops(3)).toEqual([0, 3, 12, 39]);
  });

  it('one_cycle: base / 25, base at 0.3 N − 1, base / 250000 in the last step N − 1; halfway in the middles', () => {
    const { one_cycle: schedule } = schedules;
    const options = schedule.options.parse({});
    const at = (step: number) => schedule.rate(1, step, 110, options);
    expectClose([0, 16, 32, 70.5, 109].map(at), [0.04, 0.52, 1, (1 + 4e-6) / 2, 4e-6], 1e-10);
    expect(schedule.perStep).toBe(true);
  });

  it('one_cycle counts the steps of all epochs, however many an epoch has', () => {
    const { one_cycle: schedule } = schedules;
    const rate = new LearningRate(schedule, schedule.options.parse({}), 0.1, 4);
    const course = Array.from({ length: 20 }, (_, k) => rate.at(Math.floor(k / 5), k % 5, 5));
    const steps = Array.from({ length: 20 }, (_, k) => schedule.rate(0.1, k, 20, schedule.options.parse({})));
    expect(course).toEqual(steps);
    expect(course.at(-1)).toBeCloseTo(0.1 / 250_000, 18);
  });

  it('coslog4: 0 where log₂(1 + 15 t) is whole, the base rate halfway between', () => {
    const { coslog4: schedule } = schedules;
    // of 15 steps: 2ⁿ − 1 = 1, 3 and 7
    for (const step of [0, 1, 3, 7]) expect(schedule.rate(1, step, 15)).toBe(0);
    for (const n of [0, 1, 2, 3]) expect(schedule.rate(1, 2 ** (n + 0.5) - 1, 15)).toBeCloseTo(1, 14);
  });

  it('flat_cosine: base for the flat part, then half a cosine over the rest', () => {
    expectClose(
      rates('flat_cosine', optionsOf('flat_cosine'), 1, 8).slice(0, 7),
      [1, 1, 1, 1, 1, (1 + Math.SQRT1_2) / 2, 0.5],
      1e-15,
    );
    expectClose(
      rates('flat_cosine', optionsOf('flat_cosine', { flat: 0.25, eta_min: 0.2 }), 1, 4),
      [1, 1, 0.8, 0.4],
      1e-15,
    );
    expect(rates('flat_cosine', optionsOf('flat_cosine', { flat: 0 }), 1, 9)).toEqual(
      rates('cosine', optionsOf('cosine'), 1, 9),
    );
  });

  it('plateau: no cut below min_rate, never above base', () => {
    const stuck = Array.from({ length: 6 }, () => 1);
    // Best at the first; then every epoch one too many.
    expectClose(
      observed({ patience: 0, factor: 0.1, min_rate: 0.005 }, stuck),
      [0.1, 0.01, 0.005, 0.005, 0.005, 0.005],
      1e-12,
    );
    expect(observed({ patience: 0, min_rate: 5 }, stuck)).toEqual(stuck.map(() => 0.1));
  });

  it('plateau: a metric below 0 improves by falling', () => {
    const falling = Array.from({ length: 8 }, (_, i) => -1 - i);
    expect(observed({ patience: 0 }, falling)).toEqual(falling.map(() => 0.1));
    const still = observed({ patience: 0, factor: 0.5 }, [-1, -1, -1.00005]);
    expectClose(still, [0.1, 0.05, 0.025], 1e-12);
  });

  it('plateau: a metric that is not a number is no improvement, and spoils nothing', () => {
    const path = observed({ patience: 1, factor: 0.5 }, [Number.NaN, Number.NaN, 3, 2, 2, 2]);
    expectClose(path, [0.1, 0.05, 0.05, 0.05, 0.05, 0.025], 1e-12);
  });

  it('plateau: nothing counts during the warm-up', () => {
    const path = observed({ patience: 0, factor: 0.5 }, [1, 1, 1, 1, 1], 3);
    // epochs 1 and 2 of the warm-up, then epoch 3 is the first to be observed
    expectClose(path, [0.05, 0.075, 0.1, 0.1, 0.05], 1e-12);
  });
});

describe.each(registry)('laws of %s', (name, schedule) => {
  const options = optionsOf(name);

  it('is a finite rate, at least 0, in every epoch, and proportional to the base rate but for fixed floors', () => {
    const path = rates(name, options, 0.25, 50);
    for (const rate of path) expect(Number.isFinite(rate) && rate >= 0).toBe(true);
    // Twice the base is exact in binary.
    expect(rates(name, options, 0.5, 50)).toEqual(path.map((rate) => 2 * rate));
  });

  it.skipIf(schedule.perStep)(
    'rises in equal steps during a warm-up, then begins its own course over what is left',
    () => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 20 }), (warmup, rest) => {
          const path = rates(name, options, 1, warmup + rest, warmup);
          expect(path.slice(0, warmup)).toEqual(
            Array.from({ length: warmup }, (_, epoch) => (epoch + 1) / (warmup + 1)),
          );
          expect(path.slice(warmup)).toEqual(rates(name, options, 1, rest));
        }),
      );
    },
  );

  it('options go round through the schema, with warmup_epochs beside; unknown keys do not', () => {
    expect(schedule.options.parse(JSON.parse(JSON.stringify(options)))).toEqual(options);
    expect(schedule.options.safeParse({ ...options, gama: 1 }).success).toBe(false);
    const extra = schedule.perStep ? {} : warmupOptions;
    const whole = schedule.options.extend({ type: z.literal(name), ...extra });
    const none = schedule.perStep ? {} : { warmup_epochs: 0 };
    expect(whole.parse({ type: name, ...options })).toEqual({ type: name, ...options, ...none });
    expect(whole.safeParse({ type: name, ...options, warmup_epochs: -1 }).success).toBe(false);
  });

  it('keeps its state in its scalars alone', () => {
    const metrics = [3, 3, 2, 2, 2, 2, 2, 1.9999, 1, 1, 1, 1];
    const short: Record<string, unknown> = name === 'plateau' ? { ...options, patience: 1 } : options;
    const create = () => new LearningRate(schedule, { ...short, warmup_epochs: 0 }, 1, 20);
    const through = create();
    let restored = create();
    for (const [epoch, metric] of metrics.entries()) {
      const saved = JSON.stringify([...restored.scalars]);
      restored = create();
      restored.scalars.set(JSON.parse(saved));
      through.observe(metric, epoch);
      restored.observe(metric, epoch);
      expect([...restored.scalars]).toEqual([...through.scalars]);
      expect(restored.at(epoch + 1)).toBe(through.at(epoch + 1));
    }
  });
});
