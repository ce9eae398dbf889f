import type { ShapleyMethod } from './method.js';

/**
 * Exact Shapley values, of all 2ⁿ sets of columns: φᵢ = Σ |S|! (n − |S| − 1)! / n! (v(S ∪ i) − v(S)) over the sets S
 * without i (Shapley 1953).
 */
export const exact: ShapleyMethod = (row) => {
  const { game } = row;
  const { model, players, background } = game;
  const n = players.length;
  const outputs = model.outputs.length;
  const sets = 1 << n;
  const values = new Float64Array(sets * outputs);
  const x = new Float64Array(background * model.inputs);
  for (let set = 0; set < sets; set++) {
    for (let b = 0; b < background; b++) row.write(x, b, b, (player) => ((set >>> player) & 1) === 1);
    values.set(game.mean(model.evaluate(x)), set * outputs);
  }
  const weights = weightsBySize(n);
  const contributions = new Float64Array(n * outputs);
  for (let set = 0; set < sets; set++) {
    const size = bits(set);
    for (let i = 0; i < n; i++) {
      if ((set >>> i) & 1) continue;
      for (let k = 0; k < outputs; k++)
        contributions[i * outputs + k] +=
          weights[size] * (values[(set | (1 << i)) * outputs + k] - values[set * outputs + k]);
    }
  }
  return { contributions };
};

/** s! (n − s − 1)! / n! = 1 / (n · C(n − 1, s)), by the size s of the set. */
function weightsBySize(n: number): Float64Array {
  const weights = new Float64Array(n);
  let choices = 1;
  for (let size = 0; size < n; size++) {
    weights[size] = 1 / (n * choices);
    choices = (choices * (n - 1 - size)) / (size + 1);
  }
  return weights;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}
