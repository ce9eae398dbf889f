import { answersOf, type Value } from '../../model/answers.js';
import { predictSplit } from '../../training/measuring/predictions.js';
import type { TrainedDivision } from '../divisions/train.js';

/** Predictions for the rows that a fold holds out, as `mlp predict` prints them. */
export interface HeldOut {
  readonly columns: readonly string[];
  /** The answer to each held-out row, in their order. */
  readonly answers: readonly (readonly Value[])[];
}

/** Predicts the held-out rows of a fold by the network that was not trained on them. */
export function predictHeldOut({ network, prepared: { dataset } }: TrainedDivision): HeldOut {
  const { columns, answer } = answersOf(network, dataset.preprocessing, {});
  const { y, rows } = predictSplit(network, dataset.test!);
  return { columns, answers: answer(y, rows) };
}
