import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/kernels/index.js';
import { random, uniform } from '../../src/random.js';
import { runs } from '../helpers/runs.js';

/** Loops over rows and columns that say what the kernels of encodings compute, in the order of each sum. */

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 12 }),
  columns: fc.integer({ min: 1, max: 4 }),
  bins: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 5 }),
  /** Columns of z before and after those of the column. */
  before: fc.integer({ min: 0, max: 3 }),
  after: fc.integer({ min: 0, max: 3 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
});

const same = (actual: Float64Array, expected: readonly number[] | Float64Array) =>
  expect([...actual]).toEqual([...expected]);

/** Laws of the encodings of a backend. */
export function encodingLaws(kernels: Kernels): void {
  const numRuns = runs(30, 300);

  /** Numbers of very different size, so that a sum in another order has other bits. */
  function vectors(seed: number, ...sizes: number[]): Float64Array[] {
    const rng = random(seed, 'check');
    return sizes.map((size) => {
      const vector = kernels.allocate(size);
      for (let i = 0; i < size; i++)
        vector[i] = (uniform(rng) - 0.5) * 2 ** Math.floor(20 * uniform(rng) - 10);
      return vector;
    });
  }

  describe('encodings', () => {
    it('a piecewise linear one has the bits of the plain loops, there and back', () => {
      fc.assert(
        fc.property(shapes, ({ rows, columns, bins, width, before, after, seed }) => {
          const outputs = before + width + after;
          const [input, size] = [columns - 1, bins * width];
          const [x, w, slope, bias, z, dz] = vectors(
            seed,
            ...[rows * columns, size, width, width, rows * outputs, rows * outputs],
          );
          const edges = kernels.allocate(bins + 1).map((_, t) => t * t - 3);
          const held = kernels.allocate(bins + 1);
          held.set(edges);
          x[input] = edges[Math.floor(bins / 2)]; // just at an edge
          const [offsets, sums, bin, fraction] = vectors(seed, size, size, rows, rows);
          const untouched = z.slice();
          kernels.binOffsets(w, bias, offsets, bins, width);
          kernels.piecewise(
            ...([x, held, offsets, slope, w, bin, fraction, z] as const),
            ...([rows, columns, outputs, input, before, bins, width] as const),
          );

          const expected = untouched.slice();
          const of: { t: number; e: number; value: number }[] = [];
          for (let i = 0; i < rows; i++) {
            const value = x[i * columns + input];
            const t = Math.max(
              0,
              edges.slice(0, bins).findLastIndex((edge) => edge <= value),
            );
            const e = (value - edges[t]) / (edges[t + 1] - edges[t]);
            of.push({ t, e, value });
            for (let j = 0; j < width; j++) {
              let sum = bias[j];
              for (let k = 0; k < t; k++) sum += w[k * width + j];
              expected[i * outputs + before + j] = sum + slope[j] * value + w[t * width + j] * e;
            }
          }
          same(z, expected);

          const [dw, dslope, dbias, dx] = vectors(seed, size, width, width, rows * columns);
          kernels.piecewiseGradient(
            ...([x, dz, bin, fraction, dw, dslope, dbias, sums] as const),
            ...([rows, columns, outputs, input, before, bins, width] as const),
          );
          for (let j = 0; j < width; j++) {
            const d = (i: number) => dz[i * outputs + before + j];
            const over = (t: number, term: (i: number) => number) =>
              of.reduce((sum, row, i) => (row.t === t ? sum + term(i) : sum), 0);
            let later = 0;
            for (let t = bins - 1; t >= 0; t--) {
              expect(dw[t * width + j]).toBe(over(t, (i) => of[i].e * d(i)) + later);
              later += over(t, d);
            }
            expect(dbias[j]).toBe(later);
            expect(dslope[j]).toBe(of.reduce((sum, { value }, i) => sum + value * d(i), 0));
          }

          const given = dx.slice();
          kernels.piecewiseInput(
            ...([dz, held, slope, w, bin, dx] as const),
            ...([rows, columns, outputs, input, before, bins, width] as const),
          );
          of.forEach(({ t }, i) => {
            let sum = 0;
            for (let j = 0; j < width; j++)
              sum += (slope[j] + w[t * width + j] / (edges[t + 1] - edges[t])) * dz[i * outputs + before + j];
            given[i * columns + input] = sum;
          });
          same(dx, given);
        }),
        { numRuns },
      );
    });

    it('an embedding gives rows of the table, and adds up their gradients in the order of the rows', () => {
      fc.assert(
        fc.property(shapes, ({ rows, columns, bins: levels, width, before, after, seed }) => {
          const outputs = before + width + after;
          const input = columns - 1;
          const [x, w, z, dz, dw, dx] = vectors(
            seed,
            ...[
              rows * columns,
              levels * width,
              rows * outputs,
              rows * outputs,
              levels * width,
              rows * columns,
            ],
          );
          const rng = random(seed, 'check');
          const level = Array.from({ length: rows }, () => Math.floor(levels * uniform(rng)));
          // an index that a numeric gradient has moved
          level.forEach((k, i) => {
            x[i * columns + input] = k + (i % 3 === 0 ? 1e-6 : i % 3 === 1 ? -1e-6 : 0);
          });
          const expected = z.slice();
          level.forEach((k, i) => {
            expected.set(w.subarray(k * width, (k + 1) * width), i * outputs + before);
          });
          kernels.embed(x, w, z, rows, columns, outputs, input, before, levels, width);
          same(z, expected);

          const sums = new Float64Array(levels * width);
          level.forEach((k, i) => {
            for (let j = 0; j < width; j++) sums[k * width + j] += dz[i * outputs + before + j];
          });
          kernels.embedGradient(x, dz, dw, rows, columns, outputs, input, before, levels, width);
          same(dw, sums);

          const zeroed = dx.slice();
          for (let i = 0; i < rows; i++) zeroed[i * columns + input] = 0;
          kernels.zeroColumns(dx, rows, columns, input, 1);
          same(dx, zeroed);
        }),
        { numRuns },
      );
    });

    it('columns that are not encoded are copied', () => {
      const [x, z] = vectors(1, 3 * 5, 3 * 4);
      const expected = z.slice();
      for (let i = 0; i < 3; i++) expected.set(x.subarray(i * 5 + 1, i * 5 + 4), i * 4 + 1);
      kernels.copyColumns(x, z, 3, 5, 4, 1, 1, 3);
      same(z, expected);
    });
  });
}
