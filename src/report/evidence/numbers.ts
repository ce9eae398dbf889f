import { predictedNumbers, unscaled } from '../../training/measuring/outputs.js';
import type { Evidence, Part } from './evidence.js';
import { thinned } from './thinned.js';

/** Most outputs that are drawn. */
const readableOutputs = 6;

/** A row's value of one target, true and predicted, in the units of the target. */
export interface Answer {
  readonly part: Part['name'];
  readonly truth: number;
  readonly prediction: number;
}

/** Whether the model predicts numbers: those of a regression, or the shares of a distribution. */
export const predictsNumbers = ({ model, parts }: Evidence): boolean =>
  parts.length > 0 && ['numbers', 'distribution'].includes(model.preprocessing.target.kind);

/** Answers for each target (the first few of many), at most `count` of each split. */
export function answers(
  { model, network, parts }: Evidence,
  count: number,
): { name: string; answers: Answer[] }[] {
  const { target } = model.preprocessing;
  const names = 'names' in target ? target.names : [];
  return names.slice(0, readableOutputs).map((name, j) => ({
    name,
    answers: parts.flatMap((part) => {
      const predictions = predictedNumbers(network, part.predictions.y, target);
      const truth = unscaled(part.split.t, target);
      return thinned(part.split.rows, count).map((i) => ({
        part: part.name,
        truth: truth[i * names.length + j],
        prediction: predictions[i * names.length + j],
      }));
    }),
  }));
}

/** Sentence on the outputs that are left out; empty where none are. */
export function leftOut({ network }: Evidence): string {
  return network.outputs > readableOutputs
    ? ` The first ${readableOutputs} of ${network.outputs} outputs.`
    : '';
}
