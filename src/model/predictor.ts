import { isAdversarial } from '../config/objective.js';
import type { Preprocessing } from '../data/preprocessing/index.js';
import { calibrate } from '../data/splits/index.js';
import { MlpError } from '../errors.js';
import { counted } from '../format_count.js';
import type { Kernels } from '../kernels/index.js';
import type { Network } from '../nn/network.js';
import type { Intervals } from '../training/calibrating/index.js';
import { evaluationPass } from '../training/passes.js';
import { anomalyThreshold } from './anomalies.js';
import { type Answers, answersOf, type PredictOptions, type Value } from './answers.js';
import { decisionOf } from './decision.js';
import { withIntervals } from './intervals.js';
import { codesPreprocessing, findLayer } from './layers.js';
import { type Model, restoreNetwork } from './model.js';

/** Turns rows of x into rows of answers. */
export interface Predictor extends Pick<Answers, 'columns' | 'kinds'> {
  /** Encoding of the rows. */
  readonly preprocessing: Preprocessing;
  /** Notes on what was decided, for the user. */
  readonly notes?: readonly string[];
  /** Most rows that it takes at once. */
  readonly atOnce: number;
  /** Returns the answers for rows from … from + rows of x; with the option `from`, x holds that layer's outputs. */
  predict(x: Float64Array, from: number, rows: number): Value[][];
}

/**
 * Creates the predictor of a model.
 *
 * @throws MlpError `usage` where an option does not go with what the model predicts, or where it predicts nothing.
 */
export function createPredictor(
  model: Model,
  options: PredictOptions,
  { atOnce = 256, kernels }: { readonly atOnce?: number; readonly kernels?: Kernels } = {},
): Predictor {
  if (isAdversarial(model.config.training.objective))
    throw new MlpError(
      'usage',
      'the model is a GAN, which makes rows out of codes and predicts nothing of rows: see mlp sample, and mlp eval ' +
        'for how good its rows are',
    );
  const network = restoreNetwork(model, atOnce, kernels);
  const threshold = anomalyThresholdOf(model, options);
  const decided =
    options.error || options.layer !== undefined ? options : { ...options, ...decisionOf(model, options) };
  const answers = answersOf(network, model.preprocessing, decided, threshold?.error);
  const { columns, kinds, answer } = withIntervals(answers, network, model, decided);
  const { outputs } = network;
  const start = startOf(network, model.preprocessing, options);
  return {
    columns,
    kinds,
    notes: [
      ...(threshold ? [threshold.note] : []),
      ...thresholdNotes(model, options),
      ...intervalNotes(model, decided),
    ],
    atOnce,
    preprocessing: start.preprocessing,
    predict(x, from, rows) {
      start.memory.set(x.subarray(from * start.columns, (from + rows) * start.columns));
      return answer(network.forward(rows, evaluationPass, start.layers).slice(0, rows * outputs), rows);
    },
  };
}

/** Note on a threshold that is the model's own, where it decides. */
function thresholdNotes({ calibration }: Model, { threshold, topK, error, layer }: PredictOptions): string[] {
  const stored = calibration.threshold;
  if (!stored || threshold !== undefined || topK !== undefined || error || layer !== undefined) return [];
  return [
    `predicted from a probability of ${stored.value} on, as mlp threshold has set it; --threshold takes another`,
  ];
}

/** Note on intervals that no calibration rows vouch for. */
function intervalNotes(
  { config }: Model,
  { interval, intervals }: Pick<PredictOptions, 'interval'> & { readonly intervals?: Intervals },
): string[] {
  if (interval === undefined || !intervals || intervals.conformal) return [];
  return [
    'lower and upper: quantiles of the normal distributions that the model predicts, which hold so many rows only as ' +
      'far as it is right about these; rows set aside vouch for it: train it with ' +
      calibrate(config.data.split),
  ];
}

/** Threshold of anomalies that the options ask for: see anomalyThreshold. */
const anomalyThresholdOf = ({ preprocessing, summary }: Model, { error, threshold }: PredictOptions) =>
  error && threshold !== undefined && preprocessing.target.kind === 'reconstruction'
    ? anomalyThreshold(summary.reconstruction_errors, threshold)
    : undefined;

/**
 * Entry of rows into the network: the memory they are copied to, its columns, their encoding, and how many layers come
 * before.
 */
function startOf(network: Network, preprocessing: Preprocessing, { from, layer, error }: PredictOptions) {
  if (from === undefined) return { memory: network.x, columns: network.inputs, preprocessing, layers: 0 };
  const { name, index, inner, columns, values } = findLayer(network, 'from', from);
  const refuse = (reason: string) => new MlpError('usage', `--from ${from}: ${reason}`);
  const { branches } = network.config;
  if (branches !== undefined)
    throw refuse(`the model averages ${counted(branches, 'network')}, each of which starts from the inputs`);
  if (inner)
    throw refuse(
      `${name} lies in a block, which needs its own input as well; take layers.${index} or another`,
    );
  if (index === network.graph.layers.length - 1) throw refuse('nothing comes after the head');
  if (error) throw refuse('leave out --error: there are no inputs to compare a reconstruction with');
  if (layer !== undefined && findLayer(network, 'layer', layer).index <= index)
    throw refuse(`--layer ${layer} does not come after it`);
  return {
    memory: values,
    columns,
    preprocessing: codesPreprocessing(columns, preprocessing),
    layers: index + 1,
  };
}
