import { featureNames, type Preprocessing, width } from '../data/preprocessing.js';
import { MlpError } from '../errors.js';
import type { Kernels } from '../kernels/index.js';
import { argmax } from '../metrics/index.js';
import type { Network } from '../nn/network.js';
import { classProbabilities, predictedNumbers } from '../training/outputs.js';
import { evaluationPass } from '../training/predictions.js';
import { type Model, restoreNetwork } from './model.js';

export interface PredictOptions {
  /** For classes: this many most probable ones, most probable first, in the place of all. */
  readonly topK?: number;
  /** For two classes: the second is predicted from this probability on; for labels: each. */
  readonly threshold?: number;
  /** The output of layers[layer] in the place of predictions. */
  readonly layer?: number;
}

/** A class's name, a number, or 0 and 1 for a label. */
export type Value = string | number;

/** Turns rows of x into rows of answers. */
export interface Predictor {
  /** The name of each value of an answer. */
  readonly columns: readonly string[];
  /** Rows that it takes at once. */
  readonly atOnce: number;
  /** The answer for rows from … from + rows of x. */
  predict(x: Float64Array, from: number, rows: number): Value[][];
}

/** How answers look: `answer` makes them of y, after a forward pass. */
type Answers = Pick<Predictor, 'columns'> & { answer(y: Float64Array, rows: number): Value[][] };

/** @throws MlpError `usage` where an option does not go with what the model predicts. */
export function createPredictor(
  model: Model,
  options: PredictOptions,
  { atOnce = 256, kernels }: { readonly atOnce?: number; readonly kernels?: Kernels } = {},
): Predictor {
  const network = restoreNetwork(model, atOnce, kernels);
  const { columns, answer } = answersOf(network, model.preprocessing, options);
  const { inputs, outputs } = network;
  return {
    columns,
    atOnce,
    predict(x, from, rows) {
      network.x.set(x.subarray(from * inputs, (from + rows) * inputs));
      return answer(network.forward(rows, evaluationPass).slice(0, rows * outputs), rows);
    },
  };
}

function answersOf(network: Network, preprocessing: Preprocessing, options: PredictOptions): Answers {
  const { target } = preprocessing;
  if (options.layer !== undefined) return layerAnswers(network, options.layer, options);
  refuseMisplaced(options, preprocessing);
  switch (target.kind) {
    case 'classes':
      return classAnswers(target.classes, options);
    case 'distribution':
      return classAnswers(target.names, options);
    case 'labels':
      return labelAnswers(target.names, options);
    case 'numbers': {
      const one = target.names.length === 1;
      return {
        columns: one ? ['prediction'] : target.names.map((name) => `prediction_${name}`),
        answer: (y, rows) => rowsOf(predictedNumbers(network, y, target), rows),
      };
    }
    case 'reconstruction':
      return {
        columns: featureNames(preprocessing).map((name) => `prediction_${name}`),
        answer: (y, rows) => rowsOf(inColumnUnits(predictedNumbers(network, y, target), preprocessing), rows),
      };
  }
}

function layerAnswers(network: Network, layer: number, { topK, threshold }: PredictOptions): Answers {
  const { length } = network.layers;
  if (layer >= length)
    throw new MlpError(
      'usage',
      `--layer ${layer}: ${length === 0 ? 'the model has no layers but its head' : `the model has layers 0 to ${length - 1}`}`,
    );
  if (topK !== undefined || threshold !== undefined)
    throw new MlpError('usage', '--layer prints no predictions: leave out --top-k and --threshold');
  const { outputs } = network.layers[layer];
  return {
    columns: Array.from({ length: outputs }, (_, i) => `h${i + 1}`),
    answer: (_, rows) => rowsOf(network.layerOutput(layer).subarray(0, rows * outputs), rows),
  };
}

function refuseMisplaced({ topK, threshold }: PredictOptions, { target }: Preprocessing): void {
  const classes =
    target.kind === 'classes' ? target.classes : target.kind === 'distribution' ? target.names : null;
  if (topK !== undefined && (classes === null || topK > classes.length))
    throw new MlpError(
      'usage',
      `--top-k ${topK}: ${classes ? `the model knows ${classes.length} classes` : 'the model predicts no classes'}`,
    );
  if (threshold !== undefined && target.kind !== 'labels' && classes?.length !== 2)
    throw new MlpError(
      'usage',
      '--threshold: is for two classes or for labels, which this model does not predict',
    );
}

function classAnswers(classes: readonly string[], { topK, threshold }: PredictOptions): Answers {
  const k = classes.length;
  const best = (p: Float64Array, from: number) =>
    threshold === undefined ? argmax(p, from, k) : p[from + 1] >= threshold ? 1 : 0;
  if (topK !== undefined) {
    const places = Array.from({ length: topK }, (_, i) => i + 1);
    return {
      columns: places.flatMap((place) => [`prediction_${place}`, `p_${place}`]),
      answer(y, rows) {
        const p = classProbabilities(y, rows, k);
        return Array.from({ length: rows }, (_, i) => {
          const order = classes.map((_, j) => j).sort((a, b) => p[i * k + b] - p[i * k + a] || a - b);
          return order.slice(0, topK).flatMap((j) => [classes[j], p[i * k + j]]);
        });
      },
    };
  }
  return {
    columns: ['prediction', ...classes.map((name) => `p_${name}`)],
    answer(y, rows) {
      const p = classProbabilities(y, rows, k);
      return Array.from({ length: rows }, (_, i) => [
        classes[best(p, i * k)],
        ...p.subarray(i * k, (i + 1) * k),
      ]);
    },
  };
}

function labelAnswers(names: readonly string[], { threshold = 0.5 }: PredictOptions): Answers {
  return {
    columns: [...names.map((name) => `prediction_${name}`), ...names.map((name) => `p_${name}`)],
    answer: (y, rows) =>
      rowsOf(y, rows).map((p) => [...p.map((value) => (value >= threshold ? 1 : 0)), ...p]),
  };
}

function rowsOf(values: Float64Array, rows: number): number[][] {
  const columns = values.length / rows;
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}

/** Values of x as they were before scaling; the columns of a category stay as they are. */
function inColumnUnits(values: Float64Array, { features }: Preprocessing): Float64Array {
  const scalings = features.flatMap((feature) =>
    'scale' in feature ? [feature] : Array.from({ length: width(feature) }, () => ({ center: 0, scale: 1 })),
  );
  return values.map((value, i) => {
    const { center, scale } = scalings[i % scalings.length];
    return value * scale + center;
  });
}
