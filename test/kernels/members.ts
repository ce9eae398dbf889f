import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Kernels } from '../../src/kernels/index.js';
import { runs } from '../helpers/runs.js';
import { arena, fill, firstDifference, seed } from './arena.js';

// The kernels of an ensemble's members against their definitions, number by number.

interface Sizes {
  readonly rows: number;
  readonly members: number;
  readonly p: number;
  readonly q: number;
}

/** A kernel: vectors that it reads, then those that it writes, with what each of their numbers is. */
interface Definition {
  readonly reads: (sizes: Sizes) => number[];
  readonly writes: (sizes: Sizes) => number[];
  readonly run: (kernels: Kernels, vectors: Float64Array[], sizes: Sizes) => void;
  readonly expected: (given: Float64Array[], sizes: Sizes) => number[][];
}

const list = (length: number, value: (k: number) => number) => Array.from({ length }, (_, k) => value(k));

/** initial + term 0 + term 1 + …, each sum rounded on its own */
function sum(length: number, term: (k: number) => number, initial = 0): number {
  let total = initial;
  for (let k = 0; k < length; k++) total += term(k);
  return total;
}

/** Rows of members' columns by index: row, member, column. */
const split = (k: number, columns: number, members: number) =>
  [Math.floor(k / columns / members), Math.floor(k / columns) % members, k % columns] as const;

const definitions: Readonly<Record<string, Definition>> = {
  'memberAffine: y = b + x wᵀ': {
    reads: ({ rows, members, p, q }) => [rows * members * q, members * p * q, members * p],
    writes: ({ rows, members, p }) => [rows * members * p],
    run: (kernels, [x, w, b, y], { rows, members, p, q }) =>
      kernels.memberAffine(x, w, b, y, rows, q, p, members),
    expected: ([x, w, b], { rows, members, p, q }) => [
      list(rows * members * p, (k) => {
        const [i, member, j] = split(k, p, members);
        const term = (l: number) => x[(i * members + member) * q + l] * w[(member * p + j) * q + l];
        return sum(q, term, b[member * p + j]);
      }),
    ],
  },
  'memberAffine without b': {
    reads: ({ rows, members, p, q }) => [rows * members * q, members * p * q],
    writes: ({ rows, members, p }) => [rows * members * p],
    run: (kernels, [x, w, y], { rows, members, p, q }) =>
      kernels.memberAffine(x, w, null, y, rows, q, p, members),
    expected: ([x, w], { rows, members, p, q }) => [
      list(rows * members * p, (k) => {
        const [i, member, j] = split(k, p, members);
        return sum(q, (l) => x[(i * members + member) * q + l] * w[(member * p + j) * q + l]);
      }),
    ],
  },
  'memberMatmul: c = a b': {
    reads: ({ rows, members, p, q }) => [rows * members * p, members * p * q],
    writes: ({ rows, members, q }) => [rows * members * q],
    run: (kernels, [a, b, c], { rows, members, p, q }) => kernels.memberMatmul(a, b, c, rows, p, q, members),
    expected: ([a, b], { rows, members, p, q }) => [
      list(rows * members * q, (k) => {
        const [i, member, j] = split(k, q, members);
        return sum(p, (l) => a[(i * members + member) * p + l] * b[(member * p + l) * q + j]);
      }),
    ],
  },
  'memberMatmulTransposed: c = aᵀ b': {
    reads: ({ rows, members, p, q }) => [rows * members * p, rows * members * q],
    writes: ({ members, p, q }) => [members * p * q],
    run: (kernels, [a, b, c], { rows, members, p, q }) =>
      kernels.memberMatmulTransposed(a, b, c, p, rows, q, members),
    expected: ([a, b], { rows, members, p, q }) => [
      list(members * p * q, (k) => {
        const [member, i, j] = split(k, q, p);
        return sum(rows, (l) => a[(l * members + member) * p + i] * b[(l * members + member) * q + j]);
      }),
    ],
  },
  'memberWeights: v = s w r': {
    reads: ({ members, p, q }) => [p * q, members * q, members * p],
    writes: ({ members, p, q }) => [members * p * q],
    run: (kernels, [w, r, s, v], { members, p, q }) => kernels.memberWeights(w, r, s, v, members, p, q, 1),
    expected: ([w, r, s], { members, p, q }) => [
      list(members * p * q, (k) => {
        const [member, i, j] = split(k, q, p);
        return s[member * p + i] * w[i * q + j] * r[member * q + j];
      }),
    ],
  },
  'memberWeights of matrices that differ, without s': {
    reads: ({ members, p, q }) => [members * p * q, members * q],
    writes: ({ members, p, q }) => [members * p * q],
    run: (kernels, [w, r, v], { members, p, q }) =>
      kernels.memberWeights(w, r, null, v, members, p, q, members),
    expected: ([w, r], { members, p, q }) => [
      list(members * p * q, (k) => {
        const [member, , j] = split(k, q, p);
        return w[k] * r[member * q + j];
      }),
    ],
  },
  'memberWeightsGradient: dw, dr and ds': {
    reads: ({ members, p, q }) => [members * p * q, p * q, members * q, members * p],
    writes: ({ members, p, q }) => [p * q, members * q, members * p],
    run: (kernels, [dv, w, r, s, dw, dr, ds], { members, p, q }) =>
      kernels.memberWeightsGradient(dv, w, r, s, dw, dr, ds, members, p, q, 1),
    expected: ([dv, w, r, s], { members, p, q }) => [
      list(p * q, (k) =>
        sum(members, (i) => s[i * p + Math.floor(k / q)] * dv[i * p * q + k] * r[i * q + (k % q)]),
      ),
      list(members * q, (k) => {
        const [i, j] = [Math.floor(k / q), k % q];
        return sum(p, (l) => s[i * p + l] * dv[(i * p + l) * q + j] * w[l * q + j]);
      }),
      list(members * p, (k) => {
        const [i, j] = [Math.floor(k / p), k % p];
        return sum(q, (l) => w[j * q + l] * r[i * q + l] * dv[(i * p + j) * q + l]);
      }),
    ],
  },
  'memberWeightsGradient of matrices that differ, without s': {
    reads: ({ members, p, q }) => [members * p * q, members * p * q, members * q],
    writes: ({ members, p, q }) => [members * p * q, members * q],
    run: (kernels, [dv, w, r, dw, dr], { members, p, q }) =>
      kernels.memberWeightsGradient(dv, w, r, null, dw, dr, null, members, p, q, members),
    expected: ([dv, w, r], { members, p, q }) => [
      list(members * p * q, (k) => 0 + dv[k] * r[Math.floor(k / p / q) * q + (k % q)]),
      list(members * q, (k) => {
        const [i, j] = [Math.floor(k / q), k % q];
        return sum(p, (l) => dv[(i * p + l) * q + j] * w[(i * p + l) * q + j]);
      }),
    ],
  },
  'scaleGradients: dx, dw and db': {
    reads: ({ rows, p, q }) => [p * q, rows * p * q, rows * p * q],
    writes: ({ rows, p, q }) => [rows * p * q, p * q, p * q],
    run: (kernels, [w, x, dy, dx, dw, db], { rows, p, q }) =>
      kernels.scaleGradients(w, x, dy, dx, dw, db, rows, p * q),
    expected: ([w, x, dy], { rows, p, q }) => [
      list(rows * p * q, (k) => w[k % (p * q)] * dy[k]),
      list(p * q, (j) => sum(rows, (i) => x[i * p * q + j] * dy[i * p * q + j])),
      list(p * q, (j) => sum(rows, (i) => dy[i * p * q + j])),
    ],
  },
  'scaleGradients without db, over x': {
    reads: ({ p, q, rows }) => [p * q, rows * p * q],
    writes: ({ p, q, rows }) => [rows * p * q, p * q],
    run(kernels, [w, dy, x, dw], { rows, p, q }) {
      kernels.copy(dy, x, rows * p * q);
      kernels.scaleGradients(w, x, dy, x, dw, null, rows, p * q);
    },
    expected: ([w, dy], { rows, p, q }) => [
      list(rows * p * q, (k) => w[k % (p * q)] * dy[k]),
      list(p * q, (j) => sum(rows, (i) => dy[i * p * q + j] * dy[i * p * q + j])),
    ],
  },
  'repeat: each row several times': {
    reads: ({ rows, q }) => [rows * q],
    writes: ({ rows, members, q }) => [rows * members * q],
    run: (kernels, [x, y], { rows, members, q }) => kernels.repeat(x, y, rows, q, members, 3),
    expected: ([x], { rows, members, q }) => [
      list(rows * members * q, (k) => {
        const [i, , j] = split(k, q, members);
        return x[i * q + j] / 3;
      }),
    ],
  },
  'sumRepeats: the mean of several rows': {
    reads: ({ rows, members, q }) => [rows * members * q],
    writes: ({ rows, q }) => [rows * q],
    run: (kernels, [x, y], { rows, members, q }) => kernels.sumRepeats(x, y, rows, q, members, members),
    expected: ([x], { rows, members, q }) => [
      list(rows * q, (k) => {
        const [i, j] = [Math.floor(k / q), k % q];
        return sum(members, (time) => x[(i * members + time) * q + j]) / members;
      }),
    ],
  },
};

const side = fc.constantFrom(1, 2, 3, 4, 5, 8, 9, 17);
const sizesOf = fc.record({
  rows: fc.constantFrom(0, 1, 2, 3, 5, 8, 13, 33),
  members: fc.constantFrom(2, 3, 4, 7),
  p: side,
  q: fc.oneof({ weight: 5, arbitrary: side }, { weight: 1, arbitrary: fc.constantFrom(64, 257) }),
});

/** Laws of every backend. */
export function memberLaws(kernels: Kernels): void {
  it.each(Object.entries(definitions))('%s', (_, { reads, writes, run, expected }) => {
    fc.assert(
      fc.property(sizesOf, seed, fc.constantFrom(0, 0, 20, 3), (sizes, seed, specialEvery) => {
        const lengths = [...reads(sizes), ...writes(sizes)];
        const { views, isGuarded } = arena(kernels, lengths);
        views.forEach((view, i) => {
          fill(view, seed + i, specialEvery);
        });
        const given = views.slice(0, reads(sizes).length).map((view) => view.slice());
        run(kernels, views, sizes);
        const written = expected(given, sizes);
        given.forEach((before, i) => {
          expect(firstDifference(views[i], before)).toBeNull();
        });
        written.forEach((numbers, i) => {
          expect(firstDifference(views[given.length + i], Float64Array.from(numbers))).toBeNull();
        });
        expect(isGuarded()).toBe(true);
      }),
      { numRuns: runs(20, 200) },
    );
  });

  // two and three threads have parts of 1,551 columns that are long rows, too
  it.each([515, 1551])('sums over rows of %i columns, longer than a page of memory', (columns) => {
    const rows = 9;
    const size = rows * columns;
    const { views, isGuarded } = arena(kernels, [size, size, columns, columns]);
    const [x, dy, dw, db] = views.map((view, i) => fill(view, i, 0));
    kernels.loop('layer.scale.dw')({ x, dy, dw }, rows, columns);
    kernels.loop('layer.dense.db')({ dy, db }, rows, columns);
    const sums = (at: (k: number) => number) =>
      Float64Array.from({ length: columns }, (_, j) => sum(rows, (i) => at(i * columns + j)));
    expect(
      firstDifference(
        dw,
        sums((k) => x[k] * dy[k]),
      ),
    ).toBeNull();
    expect(
      firstDifference(
        db,
        sums((k) => dy[k]),
      ),
    ).toBeNull();
    expect(isGuarded()).toBe(true);
  });
}
