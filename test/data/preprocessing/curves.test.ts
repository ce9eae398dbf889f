import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFeatures } from '../../../src/data/preprocessing/encode.js';
import { RowFindings } from '../../../src/data/preprocessing/findings.js';
import { scaleFunction } from '../../../src/data/preprocessing/index.js';
import { type ScalerName, type Scaling, scalers } from '../../../src/data/preprocessing/scalers/index.js';
import { preprocessingSchema } from '../../../src/data/preprocessing/schema.js';
import { numberTable } from '../../../src/data/table/table.js';
import golden from '../../golden/scalers.json' with { type: 'json' };
import { type Config, failure, load } from '../support.js';

const scalingBy = (name: ScalerName, values: readonly number[]): Scaling =>
  scalers[name].fit(Float64Array.from(values));
const curved = ['robust_smooth', 'quantile'] as const;
const column = (values: readonly number[]) => ['a,y', ...values.map((a, i) => `${a},${i}.5`)].join('\n');

describe('golden values of SciPy and NumPy', () => {
  test.each(golden.columns)('$name', ({ values, fresh, quantile, robust_smooth }) => {
    const byName = {
      quantile: scaleFunction(scalingBy('quantile', values)),
      robust_smooth: scaleFunction(scalingBy('robust_smooth', values)),
    };
    fresh.forEach((value, i) => {
      expect(byName.quantile.x(value)).toBeCloseTo(quantile[i], 12);
      expect(byName.robust_smooth.x(value)).toBeCloseTo(robust_smooth[i], 12);
    });
  });
});

describe('quantile', () => {
  const moments = (list: readonly number[]) => {
    const mean = list.reduce((sum, x) => sum + x, 0) / list.length;
    return [mean, Math.sqrt(list.reduce((sum, x) => sum + (x - mean) ** 2, 0) / list.length)];
  };

  test('training rows have mean 0 and standard deviation 1, with ties and with more values than knots', () => {
    for (const distinct of [2, 7, 999, 1000, 1001, 5000]) {
      const values = Array.from({ length: 5000 }, (_, i) => Math.sinh(((i * 7919) % distinct) / distinct));
      const { x } = scaleFunction(scalingBy('quantile', values));
      const [mean, deviation] = moments(values.map(x));
      expect(mean).toBeCloseTo(0, 12);
      expect(deviation).toBeCloseTo(1, 12);
    }
  });

  test('two values are what standard scaling makes of them, what lies beyond is with them', () => {
    const list = [...Array(450).fill(0), ...Array(150).fill(1)];
    const { x } = scaleFunction(scalingBy('quantile', list));
    const { center, scale } = scalingBy('standard', list);
    expect(x(0)).toBeCloseTo((0 - center) / scale, 12);
    expect(x(1)).toBeCloseTo((1 - center) / scale, 12);
    expect([x(-5), x(9)]).toEqual([x(0), x(1)]);
  });

  test('an outlier is no further out than its rank', () => {
    const { x } = scaleFunction(scalingBy('quantile', [...Array.from({ length: 499 }, (_, i) => i), 1e12]));
    expect(x(1e12)).toBeLessThan(3.2);
  });

  test('at a value of the training rows, the slope is that between its neighbours', () => {
    const { x, byValue } = scaleFunction(
      scalingBy(
        'quantile',
        [0, 1, 1, 3].flatMap((v) => Array(200).fill(v)),
      ),
    );
    expect(byValue(1, x(1))).toBeCloseTo((x(3) - x(0)) / 3, 12);
    expect(byValue(1, x(0.5))).toBeCloseTo(x(1) - x(0), 12);
    expect([byValue(1, x(0)), byValue(1, x(9))]).toEqual([0, 0]);
  });

  test('a column with a million different values keeps a thousand, one with a million of two keeps two', () => {
    const values = Float64Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 1_000_000);
    const fitted = scalers.quantile.fit(values);
    expect(fitted.curve.values).toHaveLength(1000);
    const { x } = scaleFunction(fitted);
    expect(x(499_999.5)).toBeCloseTo(0, 6);
    expect(x(975_000)).toBeCloseTo(1.95, 2);
    expect(scalers.quantile.fit(values.map((value) => value % 2)).curve.values).toEqual([0, 1]);
  });
});

describe.each(curved)('%s', (name) => {
  const values = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 2, maxLength: 60 });

  test('keeps order, also of fresh values, and its inverse gives the value back', () => {
    fc.assert(
      fc.property(values, fc.double({ min: -60, max: 60, noNaN: true }), (list, fresh) => {
        const [low, high] = [Math.min(...list), Math.max(...list)];
        fc.pre(high > low);
        const { x, value } = scaleFunction(scalingBy(name, list));
        const sorted = [...list, fresh].sort((a, b) => a - b);
        sorted.slice(1).forEach((next, i) => {
          expect(x(next)).toBeGreaterThanOrEqual(x(sorted[i]));
        });
        const within = Math.min(high, Math.max(low, fresh));
        if (Math.abs(x(within)) < 2.99) expect(value(x(within))).toBeCloseTo(within, 6);
        for (const far of [-1e9, -6, 6, 1e9]) expect(value(far)).toBeCloseTo(far < 0 ? low : high, 9);
      }),
    );
  });

  test('its derivatives are those of the differences', () => {
    const list = Array.from({ length: 200 }, (_, i) => Math.sinh((i - 90) / 30) + ((i * 37) % 11) / 50);
    const { x, byValue, value, stretch } = scaleFunction(scalingBy(name, list));
    const h = 1e-7;
    for (let v = -8.03; v < 15; v += 0.371) {
      const slope = (x(v + h) - x(v - h)) / (2 * h);
      expect(byValue(2, x(v))).toBeCloseTo(2 * slope, 5);
    }
    for (let at = -3.5; at < 3.5; at += 0.113)
      expect(stretch(at)).toBeCloseTo((value(at + h) - value(at - h)) / (2 * h), 3);
  });

  test('any finite value has a finite x, what is not finite is refused', () => {
    const { x } = scaleFunction(scalingBy(name, [0, 1e-300, 2, 5]));
    for (const value of [-1.7e308, -1e-320, 1e200, 1.7e308]) expect(Number.isFinite(x(value))).toBe(true);
    const scaling = scalingBy(name, [1, 2, 5, 7]);
    const features = [
      { kind: 'number', name: 'a', missing: { action: 'error' }, ...scaling, encoding: { type: 'none' } },
      { kind: 'basis', expression: '1 / a', ...scaling },
    ] as const;
    const encode = (a: number, i: number) => {
      const table = numberTable('made', { a: Float64Array.of(a) });
      return encodeFeatures(table, { features: features.slice(0, i) }, Uint32Array.of(0), new RowFindings());
    };
    expect(() => encode(Infinity, 1)).toThrow('column 1 (a): the value is Infinity');
    expect(() => encode(0, 2)).toThrow('data.basis: 1 / a: the value is Infinity');
  });

  test('values whose differences overflow', async () => {
    const values = [-1.7e308, -1.6e308, 1.6e308, 1.7e308];
    if (name === 'quantile') {
      const { x } = scaleFunction(scalingBy(name, values));
      expect([x(-2e307), x(0), x(2e307)]).toEqual([expect.closeTo(-0.05, 1), 0, expect.closeTo(0.05, 1)]);
    } else
      expect(await failure(load(column(values), { target: 'y', scale: name }))).toBe(
        `data: column a: its values are too large for scale "${name}"; use smaller units`,
      );
  });

  test('a column with one value is 0, with a warning', async () => {
    const { train, warnings, preprocessing } = await load(column([2.5, 2.5, 2.5]), {
      target: 'y',
      scale: name,
    });
    expect([...train.x]).toEqual([0, 0, 0]);
    expect(warnings[0]).toContain('column a is 2.5 in every training row');
    expect(preprocessing.features[0]).toMatchObject({ center: 2.5, scale: 0 });
  });

  test('what is stored encodes in the same bits', async () => {
    const config: Config = { target: 'y', scale: name, basis: ['a^2'] };
    const { preprocessing } = await load(column([3, 1, 4, 1, 5, 9, 2, 6]), config);
    const stored = JSON.parse(JSON.stringify(preprocessing));
    expect(preprocessingSchema.parse(stored)).toEqual(preprocessing);
    const [a] = preprocessing.features as readonly Scaling[];
    expect(scaleFunction(stored.features[0]).x(Math.E)).toBe(scaleFunction(a).x(Math.E));
  });
});
