import {
  featureNames,
  type Preprocessing,
  scaleFunction,
  scalings,
  type Target,
} from '../data/preprocessing/index.js';
import type { CellType } from '../data/table/cell_type.js';
import { printedKindOf, printer, valueReader } from '../data/targets/generation/index.js';
import { MlpError } from '../errors.js';
import { isPositive, predictedClass } from '../metrics/index.js';
import type { Network } from '../nn/network.js';
import { classProbabilities, predictedNumbers, predictedVariances } from '../training/measuring/outputs.js';
import { findLayer, unitNames } from './layers.js';
import { withSpread } from './spread.js';

export interface PredictOptions {
  /** Number of classes to print, the most probable first, instead of all; for classes. */
  readonly topK?: number;
  /**
   * Probability from which on the second of two classes is predicted, or a label; with `error` the share of rows that
   * are no anomalies.
   */
  readonly threshold?: number;
  /** Layer, by name or index, whose output is printed instead of predictions. */
  readonly layer?: string;
  /** Layer whose outputs the rows are: the network goes on from there. */
  readonly from?: string;
  /** Whether to print the loss of each row's reconstruction instead of the reconstruction. */
  readonly error?: boolean;
  /** Whether to add how far the members of an ensemble are apart: see spread.ts. */
  readonly spread?: boolean;
  /** Share of rows that an interval of numbers, or a set of classes, is to hold: it is added, see intervals.ts. */
  readonly interval?: number;
}

/**
 * A class's name, a number, 0 or 1 for a label, or the names of several classes; null where a generator gives a missing
 * value.
 */
export type Value = string | number | readonly string[] | null;

/** Format of the answers to rows. */
export interface Answers {
  /** Name of each value of an answer. */
  readonly columns: readonly string[];
  /** Kinds of the values in columns that do not hold numbers, by their names. */
  readonly kinds?: ReadonlyMap<string, CellType>;
  /** Makes the answers to rows whose forward pass has just given y. */
  answer(y: Float64Array, rows: number): Value[][];
}

/**
 * Chooses the format of answers by target and options. A reconstruction error above `anomalous` is marked.
 *
 * @throws MlpError `usage` where an option does not go with what the model predicts.
 */
export function answersOf(
  network: Network,
  preprocessing: Preprocessing,
  options: PredictOptions,
  anomalous?: number,
): Answers {
  const { target } = preprocessing;
  if (options.layer !== undefined) return layerAnswers(network, options.layer, options);
  if (options.error) {
    refuseMisplaced({ ...options, threshold: undefined }, preprocessing);
    return errorAnswers(network, target, options, anomalous);
  }
  refuseMisplaced(options, preprocessing);
  const answers = predictionAnswers(network, preprocessing, options);
  return options.spread ? withSpread(answers, network, preprocessing, options) : answers;
}

function predictionAnswers(network: Network, preprocessing: Preprocessing, options: PredictOptions): Answers {
  const { target } = preprocessing;
  switch (target.kind) {
    case 'classes':
      return classAnswers(target.classes, options);
    case 'distribution':
      return classAnswers(target.names, options);
    case 'labels':
      return labelAnswers(target.names, options);
    case 'numbers':
      return numberAnswers(network, target);
    case 'generation':
      return generatedAnswers(network, target);
    case 'reconstruction':
      return reconstructedAnswers(network, preprocessing);
  }
}

type TargetOf<Kind extends Target['kind']> = Extract<Target, { readonly kind: Kind }>;

/** Answers of numbers: their predictions, and the standard deviations of a network that has any. */
function numberAnswers(network: Network, target: TargetOf<'numbers'>): Answers {
  const { names } = target;
  const named = (name: string) => (names.length === 1 ? [name] : names.map((each) => `${name}_${each}`));
  const numbers = (y: Float64Array, rows: number) => rowsOf(predictedNumbers(network, y, target), rows);
  if (!network.moments) return { columns: named('prediction'), answer: numbers };
  return {
    columns: [...named('prediction'), ...named(sdColumn)],
    answer(y, rows) {
      const sd = rowsOf(deviationsOf(network, target, rows), rows);
      return numbers(y, rows).map((values, i) => [...values, ...sd[i]]);
    },
  };
}

/** Answers of a generator: the likeliest values of its columns. */
function generatedAnswers({ outputs }: Network, target: TargetOf<'generation'>): Answers {
  const { likeliest } = valueReader(target);
  const printers = target.columns.map(printer);
  const ofRow = (y: Float64Array, row: number) =>
    likeliest(y, row * outputs).map((value, j) => printers[j](value));
  return {
    columns: target.columns.map(({ name }) => `prediction_${name}`),
    kinds: new Map(target.columns.map((column) => [`prediction_${column.name}`, printedKindOf(column)])),
    answer: (y, rows) => Array.from({ length: rows }, (_, i) => ofRow(y, i)),
  };
}

/** Answers of an autoencoder: the inputs as it gives them back, in their units. */
function reconstructedAnswers(network: Network, preprocessing: Preprocessing): Answers {
  const { target } = preprocessing;
  return {
    columns: featureNames(preprocessing).map((name) => `prediction_${name}`),
    answer: (y, rows) => rowsOf(inColumnUnits(predictedNumbers(network, y, target), preprocessing), rows),
  };
}

/** Column of the standard deviation that a model predicts for a number; of several targets with _<target>. */
const sdColumn = 'prediction_sd';

/** Standard deviations that a network with variances predicts, [rows, targets], in their units; after a forward pass. */
export function deviationsOf(network: Network, target: Target, rows: number): Float64Array {
  const { moments, outputs } = network;
  return predictedVariances(moments!.subarray(0, rows * 2 * outputs), outputs, target).map(Math.sqrt);
}

function layerAnswers(network: Network, layer: string, options: PredictOptions): Answers {
  const { topK, threshold, error, spread, interval } = options;
  const { columns, values } = findLayer(network, 'layer', layer);
  if (topK !== undefined || threshold !== undefined || interval !== undefined || error || spread)
    throw new MlpError(
      'usage',
      '--layer prints no predictions: leave out --top-k, --threshold, --interval, --error and --spread',
    );
  return {
    columns: unitNames(columns),
    answer: (_, rows) => rowsOf(values.subarray(0, rows * columns), rows),
  };
}

/** Answers with the loss of each row, whose mean is the loss that eval prints, and whether it is above `anomalous`. */
function errorAnswers(
  network: Network,
  { kind }: Target,
  { spread, interval }: PredictOptions,
  anomalous: number | undefined,
): Answers {
  if (spread) throw new MlpError('usage', '--error prints no predictions: leave out --spread, or --error');
  if (interval !== undefined)
    throw new MlpError('usage', '--error prints no predictions: leave out --interval, or --error');
  if (kind !== 'reconstruction')
    throw new MlpError(
      'usage',
      "--error: is how far an autoencoder's reconstruction is off, but this model predicts something else than " +
        'its inputs; for its errors as a whole see mlp eval',
    );
  return {
    columns: anomalous === undefined ? ['error'] : ['error', 'anomaly'],
    kinds: new Map([['anomaly', 'whole']]),
    answer(_, rows) {
      const { x, t, inputs } = network;
      t.set(x.subarray(0, rows * inputs));
      const errors = Array.from(network.losses(rows).subarray(0, rows));
      return errors.map((error) => (anomalous === undefined ? [error] : [error, Number(error > anomalous)]));
    },
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
  refuseMisplacedThreshold(threshold, target);
}

/**
 * Refuses a threshold where the model predicts neither two classes nor labels.
 *
 * @throws MlpError `usage`.
 */
export function refuseMisplacedThreshold(threshold: number | undefined, target: Target): void {
  if (threshold === undefined || target.kind === 'labels') return;
  const classes =
    target.kind === 'classes' ? target.classes : target.kind === 'distribution' ? target.names : [];
  if (classes.length === 2) return;
  const what = classes.length > 2 ? `${classes.length} classes` : 'numbers';
  throw new MlpError(
    'usage',
    `--threshold ${threshold}: is for two classes or for labels, but this model predicts ${what}; leave it out`,
  );
}

function classAnswers(classes: readonly string[], { topK, threshold }: PredictOptions): Answers {
  const k = classes.length;
  if (topK !== undefined) {
    const ranks = Array.from({ length: topK }, (_, i) => i + 1);
    return {
      columns: ranks.flatMap((rank) => [`prediction_${rank}`, `p_${rank}`]),
      kinds: new Map(ranks.map((rank) => [`prediction_${rank}`, 'text'])),
      answer(y, rows) {
        const p = classProbabilities(y, rows, k);
        return Array.from({ length: rows }, (_, i) => {
          const order = mostProbable(p, i, k).slice(0, topK);
          return order.flatMap((j) => [classes[j], p[i * k + j]]);
        });
      },
    };
  }
  return {
    columns: ['prediction', ...classes.map((name) => `p_${name}`)],
    kinds: new Map([['prediction', 'text']]),
    answer(y, rows) {
      const p = classProbabilities(y, rows, k);
      return Array.from({ length: rows }, (_, i) => [
        classes[predictedClass(p, i * k, k, threshold)],
        ...p.subarray(i * k, (i + 1) * k),
      ]);
    },
  };
}

/** Indices of the classes of a row, [rows, k], the most probable first. */
export const mostProbable = (p: Float64Array, row: number, k: number): number[] =>
  Array.from({ length: k }, (_, j) => j).sort((a, b) => p[row * k + b] - p[row * k + a] || a - b);

function labelAnswers(names: readonly string[], { threshold }: PredictOptions): Answers {
  return {
    columns: [...names.map((name) => `prediction_${name}`), ...names.map((name) => `p_${name}`)],
    kinds: new Map(names.map((name) => [`prediction_${name}`, 'whole'])),
    answer: (y, rows) =>
      rowsOf(y, rows).map((p) => [...p.map((value) => (isPositive(value, threshold) ? 1 : 0)), ...p]),
  };
}

export function rowsOf(values: Float64Array, rows: number): number[][] {
  const columns = values.length / rows;
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}

/**
 * Values of x in the units of the columns, before scaling; the columns of a category stay as they are. Those that are
 * scaled by a curve lie within the range of the training rows.
 */
export function inColumnUnits(values: Float64Array, preprocessing: Preprocessing): Float64Array {
  const byColumn = scalings(preprocessing).map(scaleFunction);
  return values.map((value, i) => byColumn[i % byColumn.length].value(value));
}
