import { random, shuffle } from '../../random.js';
import type { RowGame } from './game.js';
import type { ShapleyMethod } from './method.js';

/** Fewest rounds, so that the standard error can be told, and the most. */
const fewestRounds = 8;
const mostRounds = 1000;

/**
 * Shapley values by antithetic sampling of permutations: in a round, each background row has an order of the columns
 * drawn for it, in which and against which its values are replaced by those of the explained row, one by one (Štrumbelj
 * and Kononenko 2014; Mitchell, Cooper, Frank and Holmes 2022). What a column adds in both, averaged over the
 * background, is one sample; rounds go on until the standard error of their mean is at most the tolerance for every
 * column. What is added along an order telescopes, so that any number of rounds adds up.
 */
export const sampling: ShapleyMethod = (row, { seed, outputs: watched, tolerances }) => {
  const { game } = row;
  const outputs = game.model.outputs.length;
  const length = game.players.length * outputs;
  const rng = random(seed, 'check', 3);
  const order = Uint32Array.from(game.players.keys());
  const drawOrder = () => {
    shuffle(rng, order);
    return order;
  };
  const means = new Float64Array(length);
  const squares = new Float64Array(length);
  const errors = new Float64Array(length);
  const isEnough = () =>
    game.players.every((_, i) => watched.every((k) => errors[i * outputs + k] <= tolerances[k]));
  for (let rounds = 1; ; rounds++) {
    const sample = sampleRound(row, drawOrder);
    for (let j = 0; j < length; j++) {
      const difference = sample[j] - means[j];
      means[j] += difference / rounds;
      squares[j] += difference * (sample[j] - means[j]);
      errors[j] = rounds > 1 ? Math.sqrt(squares[j] / (rounds - 1) / rounds) : Number.POSITIVE_INFINITY;
    }
    const isDone = rounds >= fewestRounds && isEnough();
    if (isDone || rounds === mostRounds)
      return { contributions: means, errors, rounds, ...(!isDone && { isUnfinished: true }) };
  }
};

/** One order and its reverse for each background row: what each column adds, [columns, outputs]. */
function sampleRound(row: RowGame, drawOrder: () => Uint32Array): Float64Array {
  const { game } = row;
  const { model, players, shares, backgroundPredictions } = game;
  const n = players.length;
  const outputs = model.outputs.length;
  const sample = new Float64Array(n * outputs);
  const x = new Float64Array(2 * (n - 1) * model.inputs);
  const position = new Uint32Array(n);
  for (let b = 0; b < game.background; b++) {
    const order = drawOrder();
    order.forEach((player, i) => {
      position[player] = i;
    });
    // with the first k columns of the order known, then with the last k
    for (let k = 1; k < n; k++) {
      row.write(x, k - 1, b, (player) => position[player] < k);
      row.write(x, n - 1 + k - 1, b, (player) => position[player] >= n - k);
    }
    const y = model.evaluate(x);
    const value = (direction: 0 | 1, k: number, output: number): number => {
      if (k === 0) return backgroundPredictions[b * outputs + output];
      return k === n ? row.prediction[output] : y[(direction * (n - 1) + k - 1) * outputs + output];
    };
    for (let k = 0; k < n; k++)
      for (let output = 0; output < outputs; output++) {
        sample[order[k] * outputs + output] +=
          0.5 * shares[b] * (value(0, k + 1, output) - value(0, k, output));
        sample[order[n - 1 - k] * outputs + output] +=
          0.5 * shares[b] * (value(1, k + 1, output) - value(1, k, output));
      }
  }
  return sample;
}
