import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MlpError } from '../../src/errors.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import type { ActivationName } from '../../src/nn/activations/index.js';
import type { LossName } from '../../src/nn/losses/index.js';
import { COEFFICIENTS } from '../../src/nn/optimizers/index.js';
import { random } from '../../src/random.js';
import {
  activationLoops,
  loopSettings,
  lossArrays,
  optimizerLoops,
  plainActivations,
  plainLosses,
  plainOptimizers,
} from '../helpers/loops.js';
import { portableBackends } from '../helpers/portable_backends.js';
import { runs } from '../helpers/runs.js';
import { takeStep } from '../helpers/take_step.js';
import { firstDifference } from './arena.js';
import { type Kind, kinds } from './numbers.js';

// Every compiled loop against the plain one, bit for bit: over shapes odd and even, places in memory that are no
// multiple of a vector's length, and all kinds of numbers. The products have the laws that every backend has (laws.ts).

const GUARD = 12345.678;

const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const kind = fc.constantFrom<Kind[]>(...Object.keys(kinds));
const size = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(16, 33, 128, 255));
const shape = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(32, 65)),
  columns: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(16, 31)),
  seed,
  kinds: fc.array(kind, { minLength: 5, maxLength: 5 }),
});
const numRuns = runs(40, 400);

describe.each(Object.entries(portableBackends()))('%s', (_, create) => {
  const kernels = create();
  const memory = kernels.allocate(20_000);
  const coefficients = kernels.allocate(COEFFICIENTS);

  /**
   * Applies `run` to vectors in the backend's memory, each beginning at an odd place and followed by a guard, and to
   * the same in plain memory. Says where they differ.
   */
  function compare(
    sizes: readonly number[],
    seed: number,
    kind: (vector: number) => Kind,
    run: (vectors: Float64Array[], inBackend: boolean) => void,
  ): string | null {
    const rng = random(seed, 'check');
    let offset = 1 + (seed % 2);
    memory.fill(GUARD, 0, sizes.reduce((sum, size) => sum + size + 1, offset) + 1);
    const vectors = sizes.map((size, i) => {
      const view = memory.subarray(offset, offset + size);
      offset += size + 1;
      const next = kinds[kind(i)];
      for (let k = 0; k < size; k++) view[k] = next(rng);
      return view;
    });
    const plain = vectors.map((view) => view.slice());
    run(vectors, true);
    run(plain, false);
    let end = 0;
    for (const [i, view] of vectors.entries()) {
      const difference = firstDifference(view, plain[i]);
      if (difference) return `vector ${i}, ${difference}`;
      end = view.byteOffset / 8 - memory.byteOffset / 8 + view.length;
      if (memory[end] !== GUARD) return `vector ${i}: written beyond its end`;
    }
    return null;
  }

  describe('compiled loops have the bits of the plain ones', () => {
    it.each(Object.entries(plainActivations))('activation %s', (name, loops) => {
      const compiled = activationLoops(name as ActivationName, kernels);
      const options = fc.constantFrom(...loopSettings(`activation.${name}`, loops.options));
      fc.assert(
        fc.property(shape, options, ({ rows, columns, seed, kinds }, options) => {
          const sizes = [0, 1, 2, 3, 4].map(() => rows * columns);
          const difference = compare(
            sizes,
            seed,
            (i) => kinds[i],
            ([x, y, dy, dx, z], inBackend) => {
              const { forward, backward } = inBackend ? compiled : loops;
              forward(x, y, rows, columns, options);
              backward(x, y, dy, dx, rows, columns, options);
              backward(x, y, dy, dy, rows, columns, options);
              forward(z, z, rows, columns, options);
            },
          );
          expect(difference).toBeNull();
        }),
        { numRuns },
      );
    });

    it.each(Object.entries(plainLosses))('loss %s', (name, loops) => {
      const compiled = lossArrays(name as LossName, kernels);
      const options = fc.constantFrom(...loopSettings(`loss.${name}`, loops.options));
      fc.assert(
        fc.property(shape, options, ({ rows, columns, seed, kinds }, options) => {
          const n = rows * columns;
          const difference = compare(
            [n, n, n, rows, n, n, rows, rows],
            seed,
            (i) => kinds[i] ?? 'ordinary',
            ([a, y, t, scale, dy, da, rowLosses, fusedLosses], inBackend) => {
              const { forward, backward, fused } = inBackend ? compiled : loops;
              forward(y, t, rowLosses, rows, columns, options);
              backward(y, t, scale, dy, rows, columns, options);
              for (const form of Object.values(fused)) {
                form.forward(a, y, t, fusedLosses, rows, columns, options);
                form.backward(a, y, t, scale, da, rows, columns, options);
              }
            },
          );
          expect(difference).toBeNull();
        }),
        { numRuns },
      );
    });

    const rules = Object.entries(plainOptimizers);
    it.each(rules)('optimizer %s', (name, loops) => {
      const compiled = optimizerLoops(name, kernels);
      const options = fc.constantFrom(...loopSettings(`optimizer.${name}`, loops.options));
      const started = fc.boolean();
      fc.assert(
        fc.property(
          size,
          seed,
          fc.array(kind, { minLength: 6, maxLength: 6 }),
          options,
          started,
          (...values) => {
            const [n, seed, kinds, options, started] = values;
            const slots = loops.slots(options);
            const difference = compare(
              Array.from({ length: 3 + slots }, () => n),
              seed,
              // squares, and so their averages, are not negative
              (i) => (i < 3 ? kinds[i] : 'probabilities'),
              ([w, g, g2, ...slots], inBackend) => {
                const rule = inBackend ? compiled : loops;
                if (!started) for (const slot of slots) slot.fill(0);
                const t = started ? 7 : 1;
                takeStep(rule, w, g, slots, n, t, 0.1, options, inBackend ? coefficients : undefined);
                takeStep(rule, w, g2, slots, n, t + 1, 0.05, options, inBackend ? coefficients : undefined);
              },
            );
            expect(difference).toBeNull();
          },
        ),
        { numRuns },
      );
    });

    it('of every setting of an optimizer, with several steps in a row', () => {
      for (const [name, loops] of rules) {
        const compiled = optimizerLoops(name, kernels);
        for (const options of loopSettings(`optimizer.${name}`, loops.options)) {
          const slots = loops.slots(options);
          const sizes = Array.from({ length: 2 + slots }, () => 35);
          const difference = compare(
            sizes,
            5,
            () => 'ordinary',
            ([w, g, ...slots], inBackend) => {
              for (const slot of slots) slot.fill(0);
              for (let t = 1; t <= 5; t++)
                takeStep(
                  inBackend ? compiled : loops,
                  w,
                  g,
                  slots,
                  35,
                  t,
                  0.1,
                  options,
                  inBackend ? coefficients : undefined,
                );
            },
          );
          expect(difference, `${name} ${JSON.stringify(options)}`).toBeNull();
        }
      }
    });

    it('there is none of a formula that there is not', () => {
      for (const name of ['activation.no_such_one.y', 'toString', 'optimizer.lbfgs.step'])
        for (const backend of [kernels, jsKernels])
          expect(() => backend.loop(name)).toThrow(
            new MlpError('bug', `no formula is called ${name}: npm run build makes the loops of new ones`),
          );
    });
  });

  describe('products beyond a block, and of rows that a cache holds badly', () => {
    // a block has 256 steps and 240 columns or fewer; rows that are a multiple of 4,096 bytes long are packed
    it.each([
      [5, 257, 3],
      [9, 600, 18],
      [8, 3, 259],
      [6, 513, 261],
      [1, 300, 300],
      [17, 256, 256],
      [35, 300, 131],
      [33, 512, 17],
      [512, 33, 18],
    ])('%i × %i × %i', (m, k, n) => {
      const backend = create();
      const rng = random(m + k + n, 'check');
      const fill = (vector: Float64Array) => vector.map(() => kinds.wide(rng));
      const take = (values: Float64Array) => {
        const vector = backend.allocate(values.length);
        vector.set(values);
        return vector;
      };
      const [a, b, c, bias] = [m * k, k * n, m * n, n].map((length) => fill(new Float64Array(length)));
      const at = (
        i: number,
        j: number,
        left: (p: number) => number,
        right: (p: number) => number,
        from: number,
      ) => {
        let sum = from;
        for (let p = 0; p < k; p++) sum += a[left(p)] * b[right(p)];
        return [i * n + j, sum];
      };
      const expectAll = (actual: Float64Array, element: (i: number, j: number) => number[]) => {
        const expected = new Float64Array(m * n);
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++) {
            const [index, sum] = element(i, j);
            expected[index] = sum;
          }
        expect(firstDifference(actual, expected)).toBeNull();
      };
      const [x, w, y] = [take(a), take(b), take(c)];
      backend.affine(x, w, take(bias), y, m, k, n);
      expectAll(y, (i, j) =>
        at(
          i,
          j,
          (p) => i * k + p,
          (p) => j * k + p,
          bias[j],
        ),
      );
      y.set(c);
      backend.matmul(x, w, y, m, k, n);
      expectAll(y, (i, j) =>
        at(
          i,
          j,
          (p) => i * k + p,
          (p) => p * n + j,
          0,
        ),
      );
      backend.matmulTransposed(x, w, y, m, k, n);
      expectAll(y, (i, j) =>
        at(
          i,
          j,
          (p) => p * m + i,
          (p) => p * n + j,
          0,
        ),
      );
    });
  });
});
