import { describe, expect, test } from 'vitest';
import { backends } from '../../src/kernels/index.js';
import { random } from '../../src/random.js';
import { Batches, batchSizes, largestBatch } from '../../src/training/batches.js';
import { smallNetwork } from '../nn/small_network.js';

/** All batches of an epoch: where each begins, its rows, and how many from there on have as many. */
const cut = (batches: Batches) =>
  Array.from({ length: batches.count }, (_, i) => [batches.from(i), batches.rowsOf(i), batches.alikeFrom(i)]);

describe('the batches of an epoch', () => {
  test('have the same size but for the last', () => {
    expect(cut(new Batches(backends.js, 10, batchSizes({ batch_size: 4 }, 10)))).toEqual([
      [0, 4, 2],
      [4, 4, 1],
      [8, 2, 1],
    ]);
    expect(cut(new Batches(backends.js, 6, batchSizes({ batch_size: 3 }, 6)))).toEqual([
      [0, 3, 2],
      [3, 3, 1],
    ]);
    expect(cut(new Batches(backends.js, 2, batchSizes({ batch_size: 2 }, 2)))).toEqual([[0, 2, 1]]);
  });

  test('take each row once, in another order each epoch, which the generator decides', () => {
    const batches = new Batches(backends.js, 50, batchSizes({ batch_size: 8 }, 50));
    const rng = random(1, 'shuffle');
    const orders = [0, 1].map(() => {
      batches.arrange(rng);
      return [...batches.order];
    });
    expect(orders[0]).not.toEqual(orders[1]);
    for (const order of orders)
      expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    batches.arrange(random(1, 'shuffle'));
    expect([...batches.order]).toEqual(orders[0]);
  });

  test('take some rows alone, in their order where nothing is shuffled', () => {
    const rows = Float64Array.of(7, 2, 9);
    const batches = new Batches(backends.js, 10, batchSizes({ batch_size: 2 }, 3), rows);
    batches.arrange(null);
    expect([...batches.order]).toEqual([7, 2, 9]);
    expect(cut(batches)).toEqual([
      [0, 2, 1],
      [2, 1, 1],
    ]);
    batches.arrange(random(1, 'shuffle'));
    expect([...batches.order].toSorted()).toEqual([2, 7, 9]);
  });

  test('of one row join the one before where a layer takes statistics of them, in a block, too', () => {
    const sizes = (rows: number, batch_size: number, layers: readonly object[]) =>
      batchSizes({ batch_size }, rows, smallNetwork({ layers }));
    const dense = { type: 'dense', units: 3 };
    const norm = { type: 'batch_norm' };
    const block = { type: 'residual', layers: [dense, norm] };
    for (const layers of [[norm], [dense, block]]) {
      expect(sizes(9, 4, layers)).toEqual({ size: 4, count: 2, last: 5 });
      expect(sizes(10, 4, layers)).toEqual({ size: 4, count: 3, last: 2 });
      expect(sizes(8, 4, layers)).toEqual({ size: 4, count: 2, last: 4 });
    }
    for (const layers of [[], [dense, { type: 'layer_norm' }]])
      expect(sizes(9, 4, layers)).toEqual({ size: 4, count: 3, last: 1 });
    // two networks that are trained together have the same batches
    const both = [dense, norm].map((layer) => smallNetwork({ layers: [layer] }));
    expect(batchSizes({ batch_size: 4 }, 9, ...both).last).toBe(5);

    const joined = sizes(9, 4, [norm]);
    expect(largestBatch(joined)).toBe(5);
    expect(cut(new Batches(backends.js, 9, joined))).toEqual([
      [0, 4, 1],
      [4, 5, 1],
    ]);
  });
});
