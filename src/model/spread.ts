import { featureNames, isAnswer, type Preprocessing } from '../data/preprocessing/index.js';
import { MlpError } from '../errors.js';
import { memberOutputs } from '../nn/graph/member_outputs.js';
import type { Network } from '../nn/network.js';
import { classProbabilities, predictedNumbers } from '../training/measuring/outputs.js';
import { type Answers, inColumnUnits, mostProbable, type PredictOptions, rowsOf } from './answers.js';

/**
 * Adds to each predicted number or probability its standard deviation over the members of an ensemble (that of a
 * sample, with members − 1), in the unit of the prediction: columns `spread`, or `spread_<name>` by class, label or
 * target.
 *
 * @throws MlpError `usage` where the model has one member.
 */
export function withSpread(
  { columns, kinds, answer }: Answers,
  network: Network,
  preprocessing: Preprocessing,
  { topK }: PredictOptions,
): Answers {
  if (memberOutputs(network, 0).length < 2)
    throw new MlpError(
      'usage',
      '--spread: is how far the members of an ensemble are apart, but this model is a single network; train one ' +
        'with --set ensemble=shared, or --set ensemble=folds',
    );
  const names = namesOf(preprocessing);
  const added =
    topK === undefined
      ? names.map((name) => (name === '' ? 'spread' : `spread_${name}`))
      : Array.from({ length: topK }, (_, i) => `spread_${i + 1}`);
  return {
    columns: [...columns, ...added],
    kinds,
    answer(y, rows) {
      const spread = rowsOf(spreadOf(network, preprocessing, rows), rows);
      const order = topK === undefined ? null : inTerms(y, rows, network, preprocessing);
      return answer(y, rows).map((values, i) => {
        const chosen = order ? mostProbable(order, i, names.length).slice(0, topK) : [...names.keys()];
        return [...values, ...chosen.map((j) => spread[i][j])];
      });
    },
  };
}

/** Names of what is predicted; '' for a single number. */
function namesOf(preprocessing: Preprocessing): readonly string[] {
  const { target } = preprocessing;
  if (!isAnswer(target)) return featureNames(preprocessing);
  if (target.kind === 'classes') return target.classes;
  return target.kind === 'numbers' && target.names.length === 1 ? [''] : target.names;
}

/** Outputs in the terms in which predictions are printed, [rows, names]. */
function inTerms(
  y: Float64Array,
  rows: number,
  network: Network,
  preprocessing: Preprocessing,
): Float64Array {
  const { target } = preprocessing;
  if (target.kind === 'classes') return classProbabilities(y, rows, target.classes.length);
  if (target.kind === 'labels' || target.kind === 'distribution') return y;
  const numbers = predictedNumbers(network, y, target);
  return target.kind === 'reconstruction' ? inColumnUnits(numbers, preprocessing) : numbers;
}

/** Standard deviation over the members of what each predicts, [rows, names], after a forward pass. */
export function spreadOf(network: Network, preprocessing: Preprocessing, rows: number): Float64Array {
  const members = memberOutputs(network, rows).map((y) => inTerms(y, rows, network, preprocessing));
  return members[0].map((_, k) => {
    const mean = members.reduce((sum, y) => sum + y[k], 0) / members.length;
    const squares = members.reduce((sum, y) => sum + (y[k] - mean) * (y[k] - mean), 0);
    return Math.sqrt(squares / (members.length - 1));
  });
}
