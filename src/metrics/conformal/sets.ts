/** Classes of a row by their probabilities from `start`, the most probable first; of equal ones the first. */
const byProbability = (p: Float64Array, start: number, classes: number): number[] =>
  Array.from({ length: classes }, (_, j) => j).sort((a, b) => p[start + b] - p[start + a] || a - b);

/**
 * Score of a class of a row by its probabilities from `start`: the sum of those of the classes before it, the most
 * probable first. It is the least sum up to which classes have to be taken for this one to be among them, where the
 * class that reaches the sum is taken too: Romano, Sesia and Candès 2020, without their random number.
 */
export function setScore(p: Float64Array, start: number, classes: number, truth: number): number {
  let sum = 0;
  for (const j of byProbability(p, start, classes)) {
    if (j === truth) break;
    sum += p[start + j];
  }
  return sum;
}

/**
 * Adaptive prediction set: the classes whose score does not exceed a quantile of scores, the most probable first. It is
 * never empty, as the score of that one is 0.
 */
export function predictionSet(p: Float64Array, start: number, classes: number, quantile: number): number[] {
  const set: number[] = [];
  let sum = 0;
  for (const j of byProbability(p, start, classes)) {
    if (sum > quantile) break;
    set.push(j);
    sum += p[start + j];
  }
  return set;
}
