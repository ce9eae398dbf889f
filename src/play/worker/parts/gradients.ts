import { activations } from '../../../nn/activations/index.js';
import { hasMatrix, type LayerNode, operationsOf } from '../../../nn/graph/graph.js';
import type { Network } from '../../../nn/network.js';
import { random } from '../../../random.js';
import { fillBatch } from '../../../training/objective/fill_batch.js';
import { rowWeights } from '../../../training/objective/row_weights.js';
import { countOf } from '../count_of.js';
import type { Session } from '../session.js';

/** Most rows that gradients are of; of a large network fewer, by `mostArithmetic`. */
const mostRows = 256;
/** Multiply-adds that a picture may take; forward and backward are three for each parameter and row. */
const mostArithmetic = 5e6;
/** Most parameters of which each has its gradient sent: more make no picture that one could look at. */
const mostParameters = 20_000;
/** Part of its size that a unit's output may vary by and still be the same. */
const tolerance = 1e-9;
/** Part of a range at either end that counts as its end: sigmoid and tanh have under a tenth of their slope there. */
const margin = 0.025;
/** Part of the rows at an end of the range from which on a unit is saturated. */
const most = 0.9;

/**
 * State of a unit on the rows that are looked at: `dead` where it gives the same for all of them (within 1e-9 of its
 * size), so that it tells the layers behind it nothing; `saturated` where nine of ten lie within 2.5 % of the
 * activation's range from either end, where its slope is next to nothing (activations whose range is bounded on both
 * sides alone).
 */
export type UnitState = 'live' | 'dead' | 'saturated';

/** Gradients of the training loss at the present weights, and what units are worth. */
export interface Gradients {
  /** Training rows that all of this is of, the first ones. */
  readonly rows: number;
  /** Root mean square of the gradient of each matrix of weights, in the order of the network. */
  readonly matrices: readonly { readonly layer: string; readonly size: number }[];
  /** Gradient of each parameter by the name of its tensor; none where there are too many. */
  readonly tensors: Readonly<Record<string, Float64Array>>;
  /** States of the units of each layer: [layers][units]. */
  readonly units: readonly (readonly UnitState[])[];
}

/**
 * Computes the gradient as training computes it, with statistics of the batch and with noise (drawn from a stream of
 * its own, the same for each picture), penalties included, on rows that stay the same; null of a GAN, whose two
 * networks have a loss each.
 */
export function gradients(session: Session): Gradients | null {
  const { config, dataset } = session.prepared;
  const { train, preprocessing } = dataset;
  const network = session.forPictures();
  if (network.discriminator) return null;
  const parameters = countOf(network);
  const affordable = Math.max(16, Math.floor(mostArithmetic / (3 * parameters)));
  const rows = Math.min(mostRows, affordable, train.rows, network.x.length / network.inputs);
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.classes : [];
  const weights = rowWeights(train, classes, config.training.class_weight);
  const scale = Float64Array.from({ length: rows }, (_, i) => (weights?.[i] ?? 1) / rows);
  const pass = { training: true, frozen: false, random: random(config.seed, 'check') };
  fillBatch(network, train, null, 0, rows);
  network.forward(rows, pass);
  const units = network.graph.layers.map((layer, i) => {
    const isHead = i === network.graph.layers.length - 1;
    return statesOf(layer, network.outputOf(layer), rows, isHead);
  });
  network.backward(scale, rows, pass);
  network.addPenaltyGradients();
  const trained = network.parameters.filter(({ trainable }) => trainable);
  return {
    rows,
    matrices: matricesOf(network),
    tensors:
      parameters > mostParameters
        ? {}
        : Object.fromEntries(trained.map(({ name, gradient }) => [name, gradient.view.slice()])),
    units,
  };
}

function matricesOf(network: Network) {
  const names = operationsOf(network.graph.layers)
    .filter(hasMatrix)
    .map(({ operation: { tensors } }) => tensors?.weight?.name);
  return network.parameters
    .filter(({ name, trainable }) => trainable && names.includes(name))
    .map(({ name, gradient: { view } }) => ({
      layer: name.replace(/\.weight$/, ''),
      size: Math.sqrt(view.reduce((sum, value) => sum + value * value, 0) / view.length),
    }));
}

function statesOf(
  { attributes, output }: LayerNode,
  values: Float64Array,
  rows: number,
  isHead: boolean,
): UnitState[] {
  const { type } = (attributes.activation ?? {}) as { readonly type?: keyof typeof activations };
  const [low, high] = type === undefined ? [-Infinity, Infinity] : activations[type].range;
  const edge = margin * (high - low);
  return Array.from({ length: output.columns }, (_, unit) => {
    if (isHead) return 'live';
    const first = values[unit];
    let isSame = true;
    let atEnds = 0;
    for (let i = 0; i < rows; i++) {
      const value = values[i * output.columns + unit];
      isSame &&= Math.abs(value - first) <= tolerance * Math.abs(first);
      if (value < low + edge || value > high - edge) atEnds++;
    }
    if (rows > 1 && isSame) return 'dead';
    return Number.isFinite(edge) && atEnds >= most * rows ? 'saturated' : 'live';
  });
}
