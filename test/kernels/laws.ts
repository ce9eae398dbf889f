import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/kernels/index.js';
import type { ActivationName } from '../../src/nn/activations/index.js';
import type { LossName } from '../../src/nn/losses/index.js';
import { COEFFICIENTS } from '../../src/nn/optimizers/index.js';
import { random, uniform } from '../../src/random.js';
import {
  activationLoops,
  loopSettings,
  lossArrays,
  optimizerLoops,
  plainActivations,
  plainLosses,
  plainOptimizers,
} from '../helpers/loops.js';
import { runs } from '../helpers/runs.js';
import { takeStep } from '../helpers/take_step.js';
import { arena, fill, firstDifference, seed } from './arena.js';
import { maskLaws } from './masks.js';
import { memberLaws } from './members.js';
import { naiveColumnSums, naiveProduct } from './naive.js';

/**
 * Every kernel against a naive triple loop, bit for bit: the loop is the definition of the order of every sum. Operands
 * lie at odd places of the backend's memory, as a layer's weights lie in the flat vector of all.
 */

/** Lengths around the sizes of tiles and vectors, and once beyond a panel of 256. */
const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17];
const side = fc.constantFrom(...lengths);
const depth = fc.oneof(
  { weight: 4, arbitrary: side },
  { weight: 1, arbitrary: fc.constantFrom(255, 256, 257, 515) },
);

interface Shapes {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly seed: number;
  /** One number of so many is a special one; 0: none. */
  readonly specialEvery: number;
  readonly hasBias: boolean;
}

const shapes: fc.Arbitrary<Shapes> = fc.record({
  m: side,
  k: depth,
  n: side,
  seed,
  specialEvery: fc.constantFrom(0, 0, 20, 3),
  hasBias: fc.boolean(),
});

interface Form {
  readonly name: string;
  readonly sizes: (shapes: Shapes) => [number, number, number];
  readonly run: (kernels: Kernels, a: Float64Array, b: Float64Array, c: Float64Array, shapes: Shapes) => void;
  /** a(i, p) and b(p, j) by index. */
  readonly at: (shapes: Shapes) => {
    a: (i: number, p: number) => number;
    b: (p: number, j: number) => number;
  };
}

const forms: readonly Form[] = [
  {
    name: 'matmul: c = a b',
    sizes: ({ m, k, n }) => [m * k, k * n, m * n],
    run: (kernels, a, b, c, { m, k, n }) => kernels.matmul(a, b, c, m, k, n),
    at: ({ k, n }) => ({ a: (i, p) => i * k + p, b: (p, j) => p * n + j }),
  },
  {
    name: 'matmulTransposed: c = aᵀ b',
    sizes: ({ m, k, n }) => [k * m, k * n, m * n],
    run: (kernels, a, b, c, { m, k, n }) => kernels.matmulTransposed(a, b, c, m, k, n),
    at: ({ m, n }) => ({ a: (i, p) => p * m + i, b: (p, j) => p * n + j }),
  },
];

/** Laws of every backend. */
export function kernelLaws(kernels: Kernels): void {
  const numRuns = runs(30, 300);
  memberLaws(kernels);
  maskLaws(kernels);

  describe.each(forms)('$name', ({ sizes, run, at }) => {
    it('has the bits of the naive loop, and touches nothing else', () => {
      fc.assert(
        fc.property(shapes, (shapes) => {
          const { views, isGuarded } = arena(kernels, sizes(shapes));
          const [a, b, c] = views.map((view, i) => fill(view, shapes.seed + i, shapes.specialEvery));
          const given = [a.slice(), b.slice()];
          const expected = new Float64Array(c.length);
          naiveProduct(a, b, expected, shapes.m, shapes.k, shapes.n, at(shapes));
          run(kernels, a, b, c, shapes);
          expect(firstDifference(c, expected)).toBeNull();
          expect([firstDifference(a, given[0]), firstDifference(b, given[1])]).toEqual([null, null]);
          expect(isGuarded()).toBe(true);
        }),
        { numRuns },
      );
    });

    it('may be given one matrix twice', () => {
      const shapes = { m: 9, k: 9, n: 9, seed: 1, specialEvery: 0, hasBias: false };
      const { views } = arena(kernels, [81, 81]);
      const a = fill(views[0], 1, 0);
      const expected = new Float64Array(81);
      naiveProduct(a, a, expected, 9, 9, 9, at(shapes));
      run(kernels, a, a, views[1], shapes);
      expect(firstDifference(views[1], expected)).toBeNull();
    });
  });

  it('affine: y = b + x wᵀ, or x wᵀ, has the bits of the naive loop, and touches nothing else', () => {
    fc.assert(
      fc.property(shapes, ({ m: rows, k: inputs, n: outputs, seed, specialEvery, hasBias }) => {
        const { views, isGuarded } = arena(kernels, [
          rows * inputs,
          outputs * inputs,
          outputs,
          rows * outputs,
        ]);
        const [x, w, b, y] = views.map((view, i) => fill(view, seed + i, specialEvery));
        const given = [x.slice(), w.slice(), b.slice()];
        const expected = new Float64Array(y.length);
        if (hasBias) for (let i = 0; i < expected.length; i++) expected[i] = b[i % outputs];
        naiveProduct(x, w, expected, rows, inputs, outputs, {
          a: (i, p) => i * inputs + p,
          b: (p, j) => j * inputs + p,
        });
        kernels.affine(x, w, hasBias ? b : null, y, rows, inputs, outputs);
        expect(firstDifference(y, expected)).toBeNull();
        expect([x, w, b].map((view, i) => firstDifference(view, given[i]))).toEqual([null, null, null]);
        expect(isGuarded()).toBe(true);
      }),
      { numRuns },
    );
  });

  it('affine gives a row the same bits alone as among others', () => {
    const [rows, inputs, outputs] = [11, 7, 9];
    const { views } = arena(kernels, [rows * inputs, outputs * inputs, outputs, rows * outputs, outputs]);
    const [x, w, b, y, alone] = views.map((view, i) => fill(view, i, 0));
    kernels.affine(x, w, b, y, rows, inputs, outputs);
    for (let i = 0; i < rows; i++) {
      kernels.affine(x.subarray(i * inputs, (i + 1) * inputs), w, b, alone, 1, inputs, outputs);
      expect(firstDifference(alone, y.slice(i * outputs, (i + 1) * outputs))).toBeNull();
    }
  });

  it('sums over the rows add them in their order, and touch nothing else', () => {
    fc.assert(
      fc.property(shapes, ({ k: rows, n: columns, seed, specialEvery }) => {
        const { views, isGuarded } = arena(kernels, [rows * columns, columns]);
        const [x, sums] = views.map((view, i) => fill(view, seed + i, specialEvery));
        const given = x.slice();
        kernels.loop('layer.dense.db')({ dy: x, db: sums }, rows, columns);
        expect(firstDifference(sums, naiveColumnSums(x, rows, columns))).toBeNull();
        expect(firstDifference(x, given)).toBeNull();
        expect(isGuarded()).toBe(true);
      }),
      { numRuns },
    );
  });

  it('takes larger matrices than a batch fills: the rows beyond stay as they are', () => {
    const { views } = arena(kernels, [8 * 3, 5 * 3, 5, 8 * 5]);
    const [x, w, b, y] = views.map((view, i) => fill(view, i, 0));
    const before = y.slice();
    kernels.affine(x, w, b, y, 6, 3, 5);
    expect(firstDifference(y.slice(30), before.slice(30))).toBeNull();
    expect(firstDifference(y.slice(0, 30), before.slice(0, 30))).not.toBeNull();
  });

  it('allocates zeros that overlap nothing, also none at all', () => {
    const vectors = [3, 0, 1, 1000, 7].map((length) => kernels.allocate(length));
    expect(vectors.map(({ length }) => length)).toEqual([3, 0, 1, 1000, 7]);
    for (const vector of vectors) {
      expect(vector.every((value) => Object.is(value, 0))).toBe(true);
      vector.fill(1);
    }
  });

  describe('compiled loops have the bits of the plain ones', () => {
    const [ROWS, COLUMNS] = [5, 7];
    const size = ROWS * COLUMNS;
    /** Creates `count` vectors of the backend's memory, filled by `value`, and copies of them in plain memory. */
    const twice = (count: number, length: number, value: (i: number) => number) => {
      const inBackend = Array.from({ length: count }, () => kernels.allocate(length));
      for (const vector of inBackend) for (let i = 0; i < length; i++) vector[i] = value(i);
      return [inBackend, inBackend.map((vector) => Float64Array.from(vector))] as const;
    };
    const same = (inBackend: readonly Float64Array[], plain: readonly Float64Array[]) =>
      expect(inBackend.map((vector, i) => firstDifference(vector, plain[i]))).toEqual(
        inBackend.map(() => null),
      );

    const edges = [0, -0, 1e-300, -1e-300, 40, -40, 800, -800, Infinity, -Infinity, Number.NaN];
    it.each(Object.entries(plainActivations))('activation %s', (name, loops) => {
      const compiled = activationLoops(name as ActivationName, kernels);
      for (const options of loopSettings(`activation.${name}`, loops.options)) {
        const rng = random(2, 'check');
        const values = Array.from({ length: size }, (_, i) => edges[i] ?? 6 * (uniform(rng) - 0.5));
        const [inBackend, plain] = twice(4, size, (i) => values[i]);
        for (const [fn, [x, y, dy, dx]] of [
          [compiled, inBackend],
          [loops, plain],
        ] as const) {
          fn.forward(x, y, ROWS, COLUMNS, options);
          fn.backward(x, y, dy, dx, ROWS, COLUMNS, options);
          fn.backward(x, y, dy, dy, ROWS, COLUMNS, options);
        }
        same(inBackend, plain);
      }
    });

    it.each(Object.entries(plainLosses))('loss %s', (name, loops) => {
      const compiled = lossArrays(name as LossName, kernels);
      for (const options of loopSettings(`loss.${name}`, loops.options)) {
        const rng = random(3, 'check');
        const values = Array.from({ length: size }, () => uniform(rng));
        const [inBackend, plain] = twice(8, size, (i) => values[i]);
        for (const vectors of [inBackend, plain]) vectors[1].reverse(); // y is not t
        for (const [fn, [a, y, t, scale, rowLosses, dy, fusedLosses, da]] of [
          [compiled, inBackend],
          [loops, plain],
        ] as const) {
          fn.forward(y, t, rowLosses, ROWS, COLUMNS, options);
          fn.backward(y, t, scale, dy, ROWS, COLUMNS, options);
          for (const fused of Object.values(fn.fused)) {
            fused.forward(a, y, t, fusedLosses, ROWS, COLUMNS, options);
            fused.backward(a, y, t, scale, da, ROWS, COLUMNS, options);
          }
        }
        same(inBackend, plain);
      }
    });

    it.each(Object.entries(plainOptimizers))('optimizer %s', (name, loops) => {
      const compiled = optimizerLoops(name, kernels);
      for (const options of loopSettings(`optimizer.${name}`, loops.options)) {
        const rng = random(4, 'check');
        const slots = loops.slots(options);
        const coefficients = kernels.allocate(COEFFICIENTS);
        const [[w, ...inBackend], [plainW, ...plain]] = twice(1 + slots, size, (i) => (i % 5) / 8);
        for (const slot of [...inBackend, ...plain]) slot.fill(0);
        for (let t = 1; t <= 4; t++) {
          const values = Array.from({ length: size }, () => uniform(rng) - 0.5);
          const [[g], [plainG]] = twice(1, size, (i) => values[i]);
          takeStep(compiled, w, g, inBackend, size, t, 0.1, options, coefficients);
          takeStep(loops, plainW, plainG, plain, size, t, 0.1, options);
        }
        same([w, ...inBackend], [plainW, ...plain]);
      }
    });
  });
}
