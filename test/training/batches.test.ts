import { describe, expect, test } from 'vitest';
import { backends } from '../../src/kernels/index.js';
import { random } from '../../src/random.js';
import { Batches } from '../../src/training/batches.js';

/** All batches of an epoch: where each begins, its rows, and how many from there on have as many. */
const cut = (batches: Batches) =>
  Array.from({ length: batches.count }, (_, i) => [batches.from(i), batches.rowsOf(i), batches.alikeFrom(i)]);

describe('the batches of an epoch', () => {
  test('have the same size but for the last', () => {
    expect(cut(new Batches(backends.js, 10, 4))).toEqual([
      [0, 4, 2],
      [4, 4, 1],
      [8, 2, 1],
    ]);
    expect(cut(new Batches(backends.js, 6, 3))).toEqual([
      [0, 3, 2],
      [3, 3, 1],
    ]);
    expect(cut(new Batches(backends.js, 2, 2))).toEqual([[0, 2, 1]]);
  });

  test('take each row once, in another order each epoch, which the generator decides', () => {
    const batches = new Batches(backends.js, 50, 8);
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
    const batches = new Batches(backends.js, 10, 2, rows);
    batches.arrange(null);
    expect([...batches.order]).toEqual([7, 2, 9]);
    expect(cut(batches)).toEqual([
      [0, 2, 1],
      [2, 1, 1],
    ]);
    batches.arrange(random(1, 'shuffle'));
    expect([...batches.order].toSorted()).toEqual([2, 7, 9]);
  });
});
