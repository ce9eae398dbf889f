import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createBlasKernels } from '../../../src/kernels/blas/index.js';
import { loadLibrary } from '../../../src/kernels/blas/library.js';
import { createWasmKernels, type Kernels } from '../../../src/kernels/index.js';
import { jsKernels } from '../../../src/kernels/js/index.js';
import { random, uniform } from '../../../src/random.js';
import { hasLibrary } from '../../helpers/blas.js';
import { runs } from '../../helpers/runs.js';
import { firstDifference } from '../arena.js';

// The library's products against the plain backend's, as near as any two orders of summation have to be; all else is to
// the bit what the other backend gives.

interface Shapes {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly seed: number;
  /** c += …, or a bias. */
  readonly hasBias: boolean;
}

const side = fc.constantFrom(0, 1, 2, 3, 7, 8, 16, 17, 33);
const shapes: fc.Arbitrary<Shapes> = fc.record({
  m: side,
  k: fc.oneof(side, fc.constantFrom(100, 257, 515)),
  n: side,
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  hasBias: fc.boolean(),
});

const GUARD = 12345.678;

/** Vectors in a backend's memory, at odd places, each between guards; and whether those are as they were. */
function take(kernels: Kernels, values: readonly Float64Array[]) {
  const memory = kernels.allocate(values.reduce((sum, { length }) => sum + length + 1, 1)).fill(GUARD);
  let offset = 1;
  const guards = [0];
  const views = values.map((vector) => {
    const view = memory.subarray(offset, offset + vector.length);
    view.set(vector);
    offset += vector.length + 1;
    guards.push(offset - 1);
    return view;
  });
  return { views, isGuarded: () => guards.every((at) => memory[at] === GUARD) };
}

/** Numbers of very different size, far from the ends of the range: nothing overflows, and no product is subnormal. */
function numbers(length: number, seed: number): Float64Array {
  const rng = random(seed, 'check');
  return Float64Array.from({ length }, () => (uniform(rng) - 0.5) * 2 ** Math.floor(40 * uniform(rng) - 20));
}

interface Form {
  readonly name: string;
  /** Sizes of a, b, the third operand, and the result. */
  readonly sizes: (shapes: Shapes) => number[];
  readonly run: (kernels: Kernels, operands: Float64Array[], shapes: Shapes) => void;
}

const forms: readonly Form[] = [
  {
    name: 'affine',
    sizes: ({ m, k, n }) => [m * k, n * k, m * n, n],
    run: (kernels, [x, w, y, b], { m, k, n, hasBias }) =>
      kernels.affine(x, w, hasBias ? b : null, y, m, k, n),
  },
  {
    name: 'matmul',
    sizes: ({ m, k, n }) => [m * k, k * n, m * n],
    run: (kernels, [a, b, c], { m, k, n }) => kernels.matmul(a, b, c, m, k, n),
  },
  {
    name: 'matmulTransposed',
    sizes: ({ m, k, n }) => [k * m, k * n, m * n],
    run: (kernels, [a, b, c], { m, k, n }) => kernels.matmulTransposed(a, b, c, m, k, n),
  },
];

const bases: Readonly<Record<string, () => Kernels>> = {
  'memory of WebAssembly': () => createWasmKernels({ threads: 1 })!,
  'plain memory': () => jsKernels,
};

describe.skipIf(!hasLibrary).each(Object.entries(bases))('products in %s', (_, createBase) => {
  let base: Kernels;
  let kernels: Kernels;
  beforeEach(() => {
    base = createBase();
    kernels = createBlasKernels(base, { threads: 2, least: 1 });
  });

  describe.each(forms)('$name', ({ sizes, run }) => {
    it('is within the error bound of the plain backend’s, and touches nothing else', () => {
      fc.assert(
        fc.property(shapes, (shapes) => {
          const values = sizes(shapes).map((length, i) => numbers(length, shapes.seed + i));
          const { views, isGuarded } = take(kernels, values);
          run(kernels, views, shapes);
          const expected = values.map((vector) => vector.slice());
          run(jsKernels, expected, shapes);
          // Σ|a||b| (+ |c|), by the plain backend: its own rounding is far below the slack of γ
          const magnitudes = values.map((vector) => vector.map(Math.abs));
          run(jsKernels, magnitudes, shapes);
          // A sum of k products and an initial value, in any order, fused or not, errs by at most γ = nu / (1 − nu) of
          // Σ|a||b| + |c|, n = k + 1, u = 2⁻⁵³ (Higham, Accuracy and Stability of Numerical Algorithms, 3.1 and 3.5);
          // two such sums differ by twice that, and the bound itself, a sum of that kind, by a factor 1 + γ.
          const nu = (shapes.k + 1) * 2 ** -53;
          const gamma = nu / (1 - nu);
          const factor = 2 * gamma * (1 + 2 * gamma);
          const [actual, exact, magnitude] = [views[2], expected[2], magnitudes[2]];
          const outside = actual.findIndex((v, i) => !(Math.abs(v - exact[i]) <= factor * magnitude[i]));
          expect(outside === -1 || [outside, actual[outside], exact[outside]]).toBe(true);
          for (const i of values.keys()) if (i !== 2) expect(firstDifference(views[i], values[i])).toBeNull();
          expect(isGuarded()).toBe(true);
        }),
        { numRuns: runs(40, 200) },
      );
    });

    it('hands on what is no number, and does not look at what it overwrites', () => {
      const shapes = { m: 9, k: 20, n: 17, seed: 1, hasBias: false };
      const values = sizes(shapes).map((length, i) => numbers(length, i));
      values[0][0] = Number.NaN;
      values[0][1] = Infinity;
      values[2].fill(Number.NaN);
      const { views } = take(kernels, values);
      run(kernels, views, shapes);
      run(jsKernels, values, shapes);
      expect([...views[2]].map(Number.isFinite)).toEqual([...values[2]].map(Number.isFinite));
      expect(values[2].some(Number.isFinite)).toBe(true);
    });

    it('has the bits of the other backend where it is too small for the library', () => {
      const shapes = { m: 10, k: 12, n: 17, seed: 1, hasBias: true }; // 2040 multiply-hasBias
      const values = sizes(shapes).map((length, i) => numbers(length, i));
      const usual = createBlasKernels(base, { threads: 1 });
      const [{ views }, { views: expected }] = [take(usual, values), take(base, values)];
      run(usual, views, shapes);
      run(base, expected, shapes);
      expect(firstDifference(views[2], expected[2])).toBeNull();
    });
  });

  it('is the library’s from 2,048 multiply-hasBias on, where no bits are promised', () => {
    // OpenBLAS adds up blocks of some hundred products, whatever the processor; kernels without fused multiply-hasBias
    // have the plain bits within a block
    const shapes = { m: 16, k: 4000, n: 16, seed: 1, hasBias: false };
    const values = forms[1].sizes(shapes).map((length, i) => numbers(length, i));
    const usual = createBlasKernels(base);
    const { views } = take(usual, values);
    forms[1].run(usual, views, shapes);
    forms[1].run(jsKernels, values, shapes);
    expect(firstDifference(views[2], values[2])).not.toBeNull();
  });
});

describe.skipIf(!hasLibrary)('everything else', () => {
  it('is the other backend’s', () => {
    const base = createWasmKernels({ threads: 1 })!;
    const kernels = createBlasKernels(base);
    expect(kernels).toMatchObject({ allocate: base.allocate, allFinite: base.allFinite, loop: base.loop });
    expect(kernels.name).toBe('blas');
  });

  it('is said once: what computes, and that its bits may differ', () => {
    const told: string[] = [];
    createBlasKernels(jsKernels, { warn: (message) => told.push(message) });
    expect(told).toEqual([`matrix products by ${loadLibrary().name}: ${told[0].split(': ')[1]}`]);
    expect(told[0]).toContain('last bits may differ');
  });
});
