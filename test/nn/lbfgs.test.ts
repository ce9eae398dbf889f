import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FullBatchLoss, optimizers } from '../../src/nn/optimizers/index.js';

const { lbfgs } = optimizers;
const fixture = JSON.parse(readFileSync('test/fixtures/lbfgs.json', 'utf8'));

type Gradient = (w: Float64Array, g: Float64Array) => number;

/** Σ 100 (wᵢ₊₁ − wᵢ²)² + (1 − wᵢ)²; minimum 0 at 1, 1, … */
const rosenbrock: Gradient = (w, g) => {
  let loss = 0;
  g.fill(0);
  for (let i = 0; i + 1 < w.length; i++) {
    const off = w[i + 1] - w[i] * w[i];
    const rest = 1 - w[i];
    loss += 100 * off * off + rest * rest;
    g[i] += -400 * off * w[i] - 2 * rest;
    g[i + 1] += 200 * off;
  }
  return loss;
};

/** Σ i wᵢ² / 2 − wᵢ, i = 1, 2, …; minimum at wᵢ = 1 / i */
const quadratic: Gradient = (w, g) => {
  let loss = 0;
  for (let i = 0; i < w.length; i++) {
    loss += ((i + 1) * w[i] * w[i]) / 2 - w[i];
    g[i] = (i + 1) * w[i] - 1;
  }
  return loss;
};

function problem(gradient: Gradient, start: readonly number[], config: object = {}) {
  const options = lbfgs.options.parse(config);
  const w = Float64Array.from(start);
  const g = new Float64Array(w.length);
  const counter = { evaluations: 0 };
  const objective: FullBatchLoss = {
    w,
    g,
    evaluate() {
      counter.evaluations++;
      return gradient(w, g);
    },
  };
  let slots = Array.from({ length: lbfgs.slots(options) }, () => new Float64Array(w.length));
  let scalars = new Float64Array(lbfgs.scalars(options));
  return {
    w,
    g,
    counter,
    options,
    iterate: () => lbfgs.iterate(objective, slots, scalars, w.length, options.learning_rate, options),
    /** Saves and restores as a checkpoint does: only w, slots and scalars survive. */
    saveAndRestore() {
      slots = slots.map((slot) => slot.slice());
      scalars = scalars.slice();
      g.fill(NaN);
    },
  };
}

function minimize(p: ReturnType<typeof problem>, most: number) {
  for (let k = 1; k <= most; k++) {
    const { loss, converged } = p.iterate();
    if (converged) return { loss, iterations: k };
  }
  throw new Error(`not converged after ${most} iterations`);
}

describe('golden values of PyTorch', () => {
  const objectives: Record<string, Gradient> = { rosenbrock, quadratic };

  // The valley of Rosenbrock's function multiplies differences by its condition number, 2500, and the line search
  // passes them on: 1e-16 grows to some 1e-10 over 30 iterations.
  it.each(Object.keys(fixture.cases))('%s: every iteration to 1e-9', (name) => {
    const { start, options, trajectory } = fixture.cases[name];
    const { lr, ...rest } = options;
    const p = problem(
      objectives[name.split('@')[0]],
      start,
      lr === undefined ? rest : { ...rest, learning_rate: lr },
    );
    for (const [k, expected] of (trajectory as number[][]).entries()) {
      p.iterate();
      for (const [i, value] of expected.entries())
        expect(Math.abs(p.w[i] - value), `iteration ${k + 1}, element ${i}`).toBeLessThanOrEqual(1e-9);
    }
  });
});

describe('reaches the minimum of', () => {
  // Stopped by the gradient alone: no |gradient| is above 1e-7, and |w − minimum| ≤ ‖g‖ / smallest eigenvalue of the
  // Hessian.
  const byGradient = { tolerance_change: 0 };

  it.each([2, 10])("Rosenbrock's function of %i variables", (n) => {
    const p = problem(
      rosenbrock,
      Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
      byGradient,
    );
    const { loss } = minimize(p, 100);
    expect(loss).toBeLessThan(1e-12);
    // smallest eigenvalue about 0.4, ‖g‖ ≤ √10 · 1e-7
    for (const wi of p.w) expect(Math.abs(wi - 1)).toBeLessThan(1e-6);
  });

  it('a quadratic', () => {
    const p = problem(quadratic, [3, -2, 1, 5, -4], byGradient);
    minimize(p, 20);
    for (const [i, wi] of p.w.entries()) expect(Math.abs(wi - 1 / (i + 1))).toBeLessThan(1.001e-7);
  });
});

describe('each iteration', () => {
  it.each([
    ['rosenbrock', rosenbrock, 2],
    ['rosenbrock', rosenbrock, 10],
    ['quadratic', quadratic, 6],
  ] as const)('of %s keeps the strong Wolfe conditions, and leaves loss and gradient of w', (_name, f, n) => {
    const p = problem(
      f,
      Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    );
    const before = { w: new Float64Array(n), g: new Float64Array(n) };
    for (let k = 0, done = false; !done; k++) {
      before.w.set(p.w);
      const startLoss = f(p.w, before.g);
      const { loss, converged } = p.iterate();
      const exact = new Float64Array(n);
      expect(f(p.w, exact)).toBe(loss);
      expect([...p.g]).toEqual([...exact]);
      // s = w − w₀ is step · d, so step · slope₀ = g₀ · s, and |slope| ≤ c₂ |slope₀| is |g · s| ≤ c₂ |g₀ · s|.
      let slope0 = 0;
      let slope = 0;
      for (let i = 0; i < n; i++) {
        slope0 += before.g[i] * (p.w[i] - before.w[i]);
        slope += p.g[i] * (p.w[i] - before.w[i]);
      }
      if (converged) done = true;
      else {
        expect(slope0).toBeLessThan(0);
        expect(loss).toBeLessThanOrEqual(startLoss + 1e-4 * slope0);
        // w − w₀ is rounded to 1e-16: |s| is 1e-4 and more before convergence, hence 1e-9.
        expect(Math.abs(slope)).toBeLessThanOrEqual(0.9 * Math.abs(slope0) * (1 + 1e-9));
      }
      expect(k).toBeLessThan(100);
    }
  });

  it('goes on with the same bits after its state was saved and restored, history overflowing', () => {
    const start = [-1.2, 1, 0.5, -0.3];
    const through = problem(rosenbrock, start, { history_size: 3 });
    const broken = problem(rosenbrock, start, { history_size: 3 });
    for (let k = 0; k < 20; k++) {
      broken.saveAndRestore();
      expect(broken.iterate()).toEqual(through.iterate());
      expect([...broken.w]).toEqual([...through.w]);
      expect([...broken.g]).toEqual([...through.g]);
    }
    expect(broken.counter).toEqual(through.counter);
  });

  it('evaluates no more often than it may', () => {
    const p = problem(rosenbrock, [-1.2, 1], { max_evaluations: 2 });
    for (let k = 0; k < 20; k++) {
      const before = p.counter.evaluations;
      p.iterate();
      // One at the very start, two in the search, and one to go back to the better of two points.
      expect(p.counter.evaluations - before).toBeLessThanOrEqual(k === 0 ? 4 : 3);
    }
  });
});

describe('where the objective is difficult', () => {
  it('starts at the minimum: converged, nothing moved', () => {
    const p = problem(rosenbrock, [1, 1]);
    expect(p.iterate()).toEqual({ loss: 0, converged: true });
    expect([...p.w]).toEqual([1, 1]);
    expect([...p.g]).toEqual([0, 0]);
  });

  it('steps back from where the loss is not a number', () => {
    // w − ln w, not defined for w ≤ 0; minimum at 1. From 3 the first step is 40 · 2/3 downwards.
    const barrier: Gradient = (w, g) => {
      g[0] = 1 - 1 / w[0];
      return w[0] > 0 ? w[0] - Math.log(w[0]) : NaN;
    };
    const p = problem(barrier, [0.5], { learning_rate: 40 });
    minimize(p, 50);
    expect(p.w[0]).toBeCloseTo(1, 4);
    const other = problem(barrier, [3], { learning_rate: 40 });
    minimize(other, 50);
    expect(other.w[0]).toBeCloseTo(1, 4);
  });

  it('learns nothing from a step along which the function curves down', () => {
    // w⁴ − w², minimum at 1/√2. The first step, 0.1 to 0.296, is all that one evaluation allows; there y · s < 0.
    const hump: Gradient = (w, g) => {
      g[0] = 4 * w[0] ** 3 - 2 * w[0];
      return w[0] ** 4 - w[0] ** 2;
    };
    const p = problem(hump, [0.1], { max_evaluations: 1 });
    const first = p.iterate();
    expect(p.w[0]).toBeCloseTo(0.296, 14);
    const second = p.iterate();
    expect(second.converged).toBe(false);
    expect(second.loss).toBeLessThan(first.loss);
  });

  it.each([Number.NaN, Infinity])('does not move where the gradient is %d, and reports the loss', (value) => {
    const p = problem(
      (_w, g) => {
        g.fill(value);
        return value;
      },
      [1, 2],
    );
    expect(p.iterate()).toEqual({ loss: value, converged: true });
    expect([...p.w]).toEqual([1, 2]);
  });
});

describe('converged is', () => {
  /** a (w² / 8 − w) + 3 from w = 0: the slope is −a, and the search takes its first step, to w = a · min(1, 1 / a). */
  const bowl = (a: number, config: object) => {
    const gradient: Gradient = (w, g) => {
      g[0] = a * (w[0] / 4 - 1);
      return a * ((w[0] * w[0]) / 8 - w[0]) + 3;
    };
    const p = problem(gradient, [0], config);
    return { ...p.iterate(), w: p.w[0], evaluations: p.counter.evaluations };
  };

  it('a gradient that is not above its tolerance, before anything moves', () => {
    const stays = { converged: true, loss: 3, w: 0, evaluations: 1 };
    expect(bowl(1, { tolerance_gradient: 1, tolerance_change: 0 })).toEqual(stays);
    const moves = { converged: false, loss: 3 - 0.875, w: 1, evaluations: 2 };
    expect(bowl(1, { tolerance_gradient: 0.99, tolerance_change: 0 })).toMatchObject({
      ...moves,
      converged: true,
    });
    expect(bowl(1, { tolerance_gradient: 0.74, tolerance_change: 0 })).toEqual(moves);
  });

  it('a gradient that is not above its tolerance, after the step: ¾', () => {
    expect(bowl(1, { tolerance_gradient: 0.75, tolerance_change: 0 })).toMatchObject({
      w: 1,
      converged: true,
    });
  });

  it('a descent along the direction, a², of less than the tolerance', () => {
    expect(bowl(1, { tolerance_gradient: 0, tolerance_change: 1.1 })).toMatchObject({
      w: 0,
      converged: true,
    });
    expect(bowl(1, { tolerance_gradient: 0, tolerance_change: 1 })).toMatchObject({ w: 1 });
  });

  it('a step, 0.1 · 10 = 1, that is not above the tolerance, though the loss falls by 8.75', () => {
    const step = { w: 1, loss: 3 - 8.75, converged: true };
    expect(bowl(10, { tolerance_gradient: 0, tolerance_change: 1 })).toMatchObject(step);
    expect(bowl(10, { tolerance_gradient: 0, tolerance_change: 0.99 })).toMatchObject({
      w: 1,
      converged: false,
    });
  });

  it('a change of the loss, 0.234375, below the tolerance, though the step is ½', () => {
    const still = (tolerance_change: number) => bowl(0.5, { tolerance_gradient: 0, tolerance_change });
    expect(still(0.24)).toMatchObject({ w: 0.5, loss: 3 - 0.234375, converged: true });
    expect(still(0.234375)).toMatchObject({ w: 0.5, converged: false });
  });
});
