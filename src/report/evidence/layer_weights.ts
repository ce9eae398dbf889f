import { restoreNetwork } from '../../model/model.js';
import { fillNetwork } from '../../model/tensors.js';
import { hasMatrix, operationsOf } from '../../nn/graph/graph.js';
import { MemberReader } from '../../nn/members.js';
import { random } from '../../random.js';
import { fillBatch } from '../../training/objective/fill_batch.js';
import { rowWeights } from '../../training/objective/row_weights.js';
import { evaluationPass } from '../../training/passes.js';
import type { Evidence } from './evidence.js';

/** A matrix of weights before and after training. Biases and norms are left out, as they start at 0 or 1. */
export interface WeightChange {
  /** Name of the layer: `layers.0`, `head`. */
  readonly layer: string;
  readonly after: Float64Array;
  /** Initial weights; null where they came from another file, which may be gone. */
  readonly before: Float64Array | null;
  /**
   * Root of the mean squared gradient of the training loss, before and after; null where there are no data, or the
   * layer is frozen.
   */
  readonly gradient: { readonly before: number | null; readonly after: number } | null;
}

/** Most rows that the gradient is computed on; more would hardly change it. */
export const gradientRows = 1000;

/** Weight matrices of the network in its order, before and after training; of several networks those of the first. */
export function weightChanges({ model, restart: kept, parts }: Evidence): WeightChange[] {
  const { config, preprocessing } = model;
  const train = parts.find(({ name }) => name === 'train')?.split;
  const rows = Math.min(gradientRows, train?.rows ?? 1);
  const whole = restoreNetwork(model, rows);
  const reader = model.summary.members && new MemberReader(whole, rows);
  const network = reader ? reader.read(0) : whole;
  const restart = kept ?? 0;
  const ofLayers = new Set(
    operationsOf(network.graph.layers)
      .filter(hasMatrix)
      .map(({ operation: { tensors } }) => tensors?.weight?.name),
  );
  const matrices = network.parameters.filter(({ name }) => ofLayers.has(name));
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.classes : [];
  const weights = train && rowWeights(train, classes, config.training.class_weight);
  const scale = Float64Array.from({ length: rows }, (_, i) => (weights?.[i] ?? 1) / rows);
  const gradients = (): (number | null)[] => {
    // the loss of a GAN is none of a row
    if (!train || network.discriminator) return matrices.map(() => null);
    fillBatch(network, train, null, 0, rows);
    network.forward(rows, evaluationPass);
    network.backward(scale, rows, evaluationPass);
    network.addPenaltyGradients();
    return matrices.map(({ gradient, trainable }) => (trainable ? rootMeanSquare(gradient.view) : null));
  };

  const isFresh = config.training.init_from === undefined;
  if (isFresh) network.initialize(random(config.seed, 'weights', restart));
  const started = isFresh
    ? { values: matrices.map(({ view }) => view.slice()), gradients: gradients() }
    : null;
  if (reader) reader.read(0);
  else fillNetwork(network, model.tensors);
  const ended = gradients();
  return matrices.map(({ name, view }, i) => {
    const after = ended[i];
    return {
      layer: name.replace(/\.weight$/, ''),
      after: view.slice(),
      before: started?.values[i] ?? null,
      gradient: after === null ? null : { before: started?.gradients[i] ?? null, after },
    };
  });
}

/** Root mean square of values; NaN where there are none. */
export const rootMeanSquare = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
