import { describe, expect, it } from 'vitest';
import type { FullBatchLoss } from '../../src/nn/optimizers/index.js';
import { strongWolfe } from '../../src/nn/optimizers/strong_wolfe.js';

/** A function of the step, and its derivative. */
type Curve = (step: number) => [loss: number, slope: number];

/** Searches along the direction d = 2 from w = 0, in one variable: step = w / 2, exactly. */
function search(
  curve: Curve,
  firstStep: number,
  limits: { max_evaluations?: number; tolerance_change?: number } = {},
) {
  const options = { max_evaluations: 25, tolerance_change: 1e-9, ...limits };
  const w = new Float64Array(1);
  const g = new Float64Array(1);
  let evaluations = 0;
  const objective: FullBatchLoss = {
    w,
    g,
    evaluate() {
      evaluations++;
      const [loss, slope] = curve(w[0] / 2);
      g[0] = slope / 2;
      return loss;
    },
  };
  const [loss, slope] = curve(0);
  g[0] = slope / 2;
  const start = { step: 0, loss, slope };
  const direction = new Float64Array([2]);
  const end = strongWolfe(objective, w.slice(), direction, 1, start, firstStep, options);
  return { start, end, w: w[0], g: g[0], evaluations };
}

const wall = (a: number) => Math.max(0, a - 1000);
// The first two are functions of Moré and Thuente 1994, section 5.
const curves: [string, Curve][] = [
  ['−a / (a² + 2)', (a) => [-a / (a * a + 2), (a * a - 2) / (a * a + 2) ** 2]],
  [
    '(a + 0.004)⁵ − 2 (a + 0.004)⁴',
    (a) => [(a + 0.004) ** 5 - 2 * (a + 0.004) ** 4, 5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3],
  ],
  ['a parabola', (a) => [(a - 1) ** 2, 2 * (a - 1)]],
  ['a long straight slope, then a wall', (a) => [-a + wall(a) ** 2, -1 + 2 * wall(a)]],
  ['waves', (a) => [-a - Math.sin(5 * a) / 2 + (a * a) / 20, -1 - 2.5 * Math.cos(5 * a) + a / 10]],
  ['a barrier', (a) => (a < 2 ? [-a - Math.log(2 - a) / 10, -1 + 0.1 / (2 - a)] : [Number.NaN, Number.NaN])],
];
const firstSteps = [1e-3, 0.1, 1, 10, 1e3];
const cases = curves.flatMap(([name, curve]) =>
  firstSteps.map((firstStep) => [name, firstStep, curve] as const),
);

describe.each(cases)('%s from a first step of %d', (_name, firstStep, curve) => {
  it('ends where the strong Wolfe conditions hold', () => {
    const { start, end } = search(curve, firstStep);
    expect(end.step).toBeGreaterThan(0);
    expect(end.loss).toBeLessThanOrEqual(start.loss + 1e-4 * end.step * start.slope);
    expect(Math.abs(end.slope)).toBeLessThanOrEqual(0.9 * Math.abs(start.slope));
  });

  it.each([1, 2, 3, 4, 5, 25])(
    'with %i evaluations, is at the point it returns, no higher than the start',
    (most) => {
      const { start, end, w, g, evaluations } = search(curve, firstStep, { max_evaluations: most });
      expect(w).toBe(2 * end.step);
      expect(curve(end.step)).toEqual([end.loss, end.slope]);
      expect(2 * g).toBe(end.slope);
      expect(end.loss).toBeLessThanOrEqual(start.loss);
      // one more to go back
      expect(evaluations).toBeLessThanOrEqual(most + 1);
    },
  );
});

it('a second trial that is higher than the first closes the bracket, though it has descended enough', () => {
  // −a up to 1, then −a + c (a − 1)² / 2 with c such that the value at 10 is −1/2, and down again from there: the
  // trials are 1 and, ten times that, 10. The minimum between them is at 1 + 1 / c = 5.26.
  const c = 19 / 81;
  const curve: Curve = (a) =>
    a < 1 ? [-a, -1] : a < 10 ? [-a + (c * (a - 1) ** 2) / 2, -1 + c * (a - 1)] : [9.5 - a, -1];
  const { end } = search(curve, 1);
  expect(end.step).toBeGreaterThan(1);
  expect(end.step).toBeLessThan(10);
});

describe('a kink, where the curvature condition holds nowhere', () => {
  const kink =
    (rise: number): Curve =>
    (a) =>
      a < 1 / 3 ? [1 / 3 - a, -1] : [rise * (a - 1 / 3), rise];

  it.each([1, 3, 100, 1e4])('with slope −1 and then %d is found to the tolerance', (rise) => {
    const { end, evaluations } = search(kink(rise), 1, { max_evaluations: 1000 });
    expect(Math.abs(end.step - 1 / 3)).toBeLessThan(1e-9);
    // Two evaluations take a tenth of the bracket at least: 2 ln(1e-9) / ln 0.9.
    expect(evaluations).toBeLessThan(394);
  });
});
