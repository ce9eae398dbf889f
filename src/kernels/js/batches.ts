import { Xoroshiro128Plus } from '../../xoroshiro.js';
import type { Batches } from '../kernels.js';
import { numbersOf } from '../vector.js';

export const batches: Batches = {
  gather(source, order, from, x, rows, columns) {
    const [all, places, to] = [numbersOf(source), numbersOf(order), numbersOf(x)];
    const first = numbersOf(from)[0];
    for (let i = 0, k = 0; i < rows; i++) {
      const at = places[first + i] * columns;
      for (let j = 0; j < columns; j++, k++) to[k] = all[at + j];
    }
  },

  gatherOneHot(source, order, from, t, rows, columns) {
    const [all, places, to] = [numbersOf(source), numbersOf(order), numbersOf(t)];
    const first = numbersOf(from)[0];
    to.fill(0, 0, rows * columns);
    for (let i = 0; i < rows; i++) to[i * columns + all[places[first + i]]] = 1;
  },

  countUp(x, n) {
    const values = numbersOf(x);
    for (let i = 0; i < n; i++) values[i] = i;
  },

  shuffle(state, x, n) {
    const numbers = numbersOf(state);
    if (numbers[0] === 0) return;
    const generator = new Xoroshiro128Plus(0, 0, 0, 0);
    generator.readState(numbers, 1);
    generator.shuffle(numbersOf(x).subarray(0, n));
    generator.writeState(numbers, 1);
  },

  weightedSum(losses, weights, order, from, sum, rows) {
    const [each, places] = [numbersOf(losses), numbersOf(order)];
    const all = weights && numbersOf(weights);
    const first = numbersOf(from)[0];
    let result = 0;
    for (let i = 0; i < rows; i++) {
      const s = all === null ? 1 : all[places[first + i]];
      if (s > 0) result += s * each[i];
    }
    numbersOf(sum)[0] = result;
  },
};
