import type { Dataset, Part } from '../../data/dataset.js';
import { exp, log, log1p } from '../../math/index.js';
import { activations } from '../../nn/activations/index.js';
import { Network } from '../../nn/network.js';
import { logitOf } from '../../nn/temperature/index.js';
import { predictPart } from '../measuring/out_of_fold.js';

/** Range of temperatures. */
const [LEAST, GREATEST] = [0.2, 20];

/** Bisections: log T is then as exact as doubles are. */
const STEPS = 60;

/** Temperature that was found on validation rows, and what it gains. */
export interface Temperature {
  /** The temperature that is taken: the one that was found, or 1 where that gains too little. */
  readonly value: number;
  readonly found: number;
  readonly rows: number;
  /** Mean log loss of the rows at 1, and at the temperature that was found. */
  readonly log_loss: readonly [at1: number, atFound: number];
  /** Standard error of the difference, by rows. */
  readonly standard_error: number;
}

/** Logits of rows with their targets, both [rows, columns]. */
export interface Logits {
  readonly rows: number;
  readonly columns: number;
  readonly z: Float64Array;
  /** A distribution in each row, one-hot for a class; or labels. */
  readonly t: Float64Array;
  /** Whether the columns of a row are one distribution. */
  readonly isRowwise: boolean;
  readonly weights?: Float64Array;
}

/**
 * Finds the temperature of the least log loss on validation rows, or on those of folds, each by the network not trained
 * on it. Guo, Pleiss, Sun and Weinberger 2017. Undefined where a logit is not finite.
 */
export function findTemperature(network: Network, dataset: Dataset): Temperature | undefined {
  const logits = logitsOf(network, dataset, 'validation');
  if (!logits.z.every(Number.isFinite)) return undefined;
  const found = bestTemperature(logits);
  const [before, after] = [rowLosses(logits, 1), rowLosses(logits, found)];
  const { mean, error } = meanDifference(before, after, logits.weights);
  const at1 = meanOf(before, logits.weights);
  return {
    value: mean > error ? found : 1,
    found,
    rows: logits.rows,
    log_loss: [at1, at1 - mean],
    standard_error: error,
  };
}

/** A network whose probabilities are at a temperature; the same network at 1. */
export function atTemperature(network: Network, temperature: number): Network {
  if (temperature === 1) return network;
  const { config, inputSpec, outputSpec, layout } = network;
  const tempered = new Network({ ...config, temperature }, inputSpec, outputSpec, layout.kernels);
  tempered.allocate(network.x.length / network.inputs);
  const views = new Map(network.tensors.map(({ name, view }) => [name, view]));
  for (const { name, view } of tempered.tensors) view.set(views.get(name)!);
  return tempered;
}

function logitsOf(network: Network, dataset: Dataset, part: Part): Logits {
  const { type } = network.config.head.activation;
  const isRowwise = 'rowwise' in activations[type];
  const { t, weights } = dataset[part]!;
  const { rows, y, logits } = predictPart(network, dataset, part, { withLogits: true });
  const z = logits ?? y.map((p) => logitOf(p, isRowwise));
  const columns = z.length / rows;
  const isIndex = isRowwise && t.length < z.length;
  const targets = isIndex ? new Float64Array(z.length) : t;
  if (isIndex) for (let i = 0; i < rows; i++) targets[i * columns + t[i]] = 1;
  return { rows, columns, z, t: targets, isRowwise, ...(weights && { weights }) };
}

/**
 * The temperature from 0.2 to 20 of the least mean log loss. That is convex in 1 / T, so that its derivative has one
 * sign below the least and the other above it: log T is halved between them.
 */
export function bestTemperature(logits: Logits): number {
  let [low, high] = [log(LEAST), log(GREATEST)];
  if (slopeAt(logits, 1 / LEAST) <= 0) return LEAST;
  if (slopeAt(logits, 1 / GREATEST) >= 0) return GREATEST;
  for (let step = 0; step < STEPS; step++) {
    const middle = low + (high - low) / 2;
    if (slopeAt(logits, 1 / exp(middle)) > 0) low = middle;
    else high = middle;
  }
  return exp(low + (high - low) / 2);
}

/** Derivative of the log loss by b = 1 / T, but for a positive factor: Σ s Σ (p − t) z, with p at b z. */
function slopeAt({ rows, columns, z, t, isRowwise, weights }: Logits, b: number): number {
  const p = new Float64Array(columns);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const start = i * columns;
    let most = 0;
    let total = 1;
    if (isRowwise) {
      most = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < columns; j++) most = Math.max(most, b * z[start + j]);
      total = 0;
      for (let j = 0; j < columns; j++) {
        p[j] = exp(b * z[start + j] - most);
        total += p[j];
      }
    } else for (let j = 0; j < columns; j++) p[j] = 1 / (1 + exp(-b * z[start + j]));
    let ofRow = 0;
    for (let j = 0; j < columns; j++) ofRow += (p[j] / total - t[start + j]) * z[start + j];
    sum += (weights?.[i] ?? 1) * ofRow;
  }
  return sum;
}

/** Log loss of each row at a temperature: −Σ t log p, of labels the mean over them. */
function rowLosses({ rows, columns, z, t, isRowwise }: Logits, temperature: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    const a = z.subarray(i * columns, (i + 1) * columns).map((value) => value / temperature);
    const target = t.subarray(i * columns, (i + 1) * columns);
    let loss = 0;
    if (isRowwise) {
      const most = a.reduce((largest, value) => Math.max(largest, value));
      const logSum = most + log(a.reduce((sum, value) => sum + exp(value - most), 0));
      for (let j = 0; j < columns; j++) loss += target[j] * (logSum - a[j]);
      return loss;
    }
    // max(a, 0) − a t + log(1 + e^−|a|)
    for (let j = 0; j < columns; j++)
      loss += Math.max(a[j], 0) - a[j] * target[j] + log1p(exp(-Math.abs(a[j])));
    return loss / columns;
  });
}

function meanOf(values: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const s = weights?.[i] ?? 1;
    sum += s * values[i];
    total += s;
  }
  return sum / total;
}

/** Mean of before − after by the weights, and its standard error: √(n / (n − 1) Σ s² (d − mean)²) / Σ s. */
function meanDifference(before: Float64Array, after: Float64Array, weights: Float64Array | undefined) {
  const differences = before.map((value, i) => value - after[i]);
  const mean = meanOf(differences, weights);
  let squares = 0;
  let total = 0;
  for (let i = 0; i < differences.length; i++) {
    const s = weights?.[i] ?? 1;
    squares += s * s * (differences[i] - mean) * (differences[i] - mean);
    total += s;
  }
  const n = differences.length;
  return { mean, error: Math.sqrt((n / (n - 1)) * squares) / total };
}
