import { log } from '../math/index.js';

/** Least distance of a clipped probability to 0 and 1: the double's epsilon, 2⁻⁵² (scikit-learn's since 1.2). */
const epsilon = Number.EPSILON;

/** The probability, held within ε and 1 − ε. */
export function clip(p: number): number {
  return Math.max(epsilon, Math.min(1 - epsilon, p));
}

/** Surprise −log of the probability that a binary label has its true value, p being that it is 1. */
export function binarySurprise(p: number, label: number): number {
  return -log(clip(label === 1 ? p : 1 - p));
}

/** Sum of the clipped probabilities of a row, by which they are divided in a log loss of several classes. */
export function clippedSum(probabilities: Float64Array, start: number, classes: number): number {
  let sum = 0;
  for (let j = 0; j < classes; j++) sum += clip(probabilities[start + j]);
  return sum;
}

/** Surprise −log p of one class of a row whose clipped probabilities have this sum. */
export function surprise(p: number, sum: number): number {
  return -log(clip(p) / sum);
}
