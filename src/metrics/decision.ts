import { argmax } from './rows.js';

/** Probability from which on the second of two classes, or a label, is predicted where no other is given. */
export const defaultThreshold = 0.5;

/** Whether a probability is enough to predict the second of two classes, or a label: the threshold itself is. */
export const isPositive = (probability: number, threshold = defaultThreshold): boolean =>
  probability >= threshold;

/**
 * Class that is predicted by probabilities from `start`: of two the second where its probability reaches the
 * threshold, of more the most probable, of equally probable ones the first.
 */
export function predictedClass(
  probabilities: Float64Array,
  start: number,
  classes: number,
  threshold = defaultThreshold,
): number {
  if (classes !== 2) return argmax(probabilities, start, classes);
  return isPositive(probabilities[start + 1], threshold) ? 1 : 0;
}
