import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Kernels, Vector } from '../../src/kernels/index.js';
import { jsKernels } from '../../src/kernels/js/index.js';
import { RowSums } from '../../src/nn/graph/row_sums.js';
import { batchPart, shardsOf } from '../../src/nn/graph/shards.js';
import type { Ranks } from '../../src/ranks/ranks.js';
import { portableBackends } from '../helpers/portable_backends.js';
import { inRanks } from '../helpers/replayed_ranks.js';
import { sample } from '../helpers/runs.js';

const COLUMNS = 3;
/** Numbers of very different size, so that another order of a sum has other bits. */
const numberAt = (i: number) => Math.sin(i) * 10 ** (i % 9);

/** Sums of the columns of x, [rows, COLUMNS], and of the first one, as an operation asks for them. */
function columnSums(kernels: Kernels, rows: number, ranks?: Ranks): number[] {
  const part = batchPart(rows, ranks);
  const [from, count] = [part?.from ?? 0, part?.count ?? rows];
  const x = new Vector(kernels.allocate(count * COLUMNS));
  kernels.runInJs([], [x], (values) => {
    for (let i = 0; i < values.length; i++) values[i] = numberAt(from * COLUMNS + i);
  });
  const allocate = (length: number) => new Vector(kernels.allocate(length));
  const sums = new RowSums(kernels, [COLUMNS, 1], (length) => ({ vector: allocate(length(rows)) }));
  const to = [allocate(COLUMNS), allocate(1)];
  sums.addUp(to, count, part, (first, some, [all, one]) => {
    kernels.loop('layer.dense.db')({ dy: x.slice(first * COLUMNS), db: all }, some, COLUMNS);
    kernels.copy(all, one, 1);
  });
  return to.flatMap((vector) => [...Vector.numbersOf(vector)]);
}

/** The definition: rows of a shard in their order, then the shards in the order of a binary tree. */
function defined(rows: number): number[] {
  const shards = shardsOf(rows);
  const start = (shard: number) => (shard === shards ? rows : 8 * Math.floor((rows * shard) / shards / 8));
  const sum = (from: number, to: number): number[] => {
    const result = new Array<number>(COLUMNS).fill(0);
    if (to - from > 1) {
      const [left, right] = [sum(from, (from + to) / 2), sum((from + to) / 2, to)];
      return result.map((_, j) => left[j] + right[j]);
    }
    for (let i = start(from); i < start(to); i++)
      for (let j = 0; j < COLUMNS; j++) result[j] += numberAt(i * COLUMNS + j);
    return result;
  };
  const all = sum(0, shards);
  return [...all, all[0]];
}

describe('shards of a batch', () => {
  test('are a power of two, of 128 rows at least, eight at most', () => {
    expect([1, 127, 255, 256, 511, 512, 1023, 1024, 1e6].map(shardsOf)).toEqual([1, 1, 1, 2, 2, 4, 4, 8, 8]);
  });

  test('fall to ranks so that each row is computed once; one that has none computes a row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 256, max: 3000 }), fc.integer({ min: 2, max: 12 }), (rows, size) => {
        const parts = Array.from({ length: size }, (_, rank) =>
          batchPart(rows, { rank, size, exchange() {} }),
        ).filter((part) => part!.count > 1);
        expect(parts.length).toBe(Math.min(size, shardsOf(rows)));
        let next = 0;
        for (const part of parts) {
          expect(part!.from).toBe(next);
          next += part!.count;
        }
        expect(next).toBe(rows);
      }),
    );
  });

  test('a small batch, or a rank that is alone, computes all', () => {
    expect(batchPart(255, { rank: 1, size: 2, exchange() {} })).toBe(null);
    expect(batchPart(512, { rank: 0, size: 1, exchange() {} })).toBe(null);
    expect(batchPart(512, undefined)).toBe(null);
  });
});

const backends: Readonly<Record<string, () => Kernels>> = { js: () => jsKernels, ...portableBackends() };

/** Each batch takes the next numbers of ranks, each backend the next batches. */
let turn = 0;

describe.each(Object.entries(backends))('sums over rows, on %s', (_, kernels) => {
  test('are those of shards, in the order of a tree, by any number of ranks', async () => {
    const batches = [1, 17, 255, 256, 300, 511, 517, 700, 1024, 1500];
    for (const rows of sample(batches, 4, turn)) {
      const expected = defined(rows);
      expect(columnSums(kernels(), rows), `${rows} rows`).toEqual(expected);
      for (const size of sample([2, 3, 4, 5, 9], 2, turn++))
        expect(await inRanks(size, (ranks) => columnSums(kernels(), rows, ranks))).toEqual(
          Array.from({ length: size }, () => expected),
        );
    }
  });

  test('that are rounded in another order are others', () => {
    let inOrder = 0;
    for (let i = 0; i < 1024; i++) inOrder += numberAt(i * COLUMNS);
    expect(defined(1024)[0]).not.toBe(inOrder);
  });
});
