import type { Network } from '../../nn/network.js';
import { exchangeTexts } from '../../ranks/ranks.js';
import { nameIn, type Objective } from '../objective/objective.js';
import type { Divergence } from '../records.js';
import type { TrainingRun } from '../run.js';
import type { KeptWeights } from './kept_weights.js';

export const allFinite = ({ parts }: Objective): boolean => parts.every(({ network }) => network.isFinite());

/**
 * Ends a run in `epoch` (from 1), in which a number came up that is not finite, and goes back to the last weights
 * that were good.
 */
export function diverge(objective: Objective, run: TrainingRun, lastGood: KeptWeights, epoch: number): void {
  const { parts } = objective;
  const part =
    parts.find(({ network }) => !network.isFinite()) ??
    parts.find(({ loss }) => !Number.isFinite(loss[0])) ??
    parts[0];
  run.stopReason = 'diverged';
  const { layer, what } = placeIn(part.network, objective);
  run.divergence = { epoch, step: run.step, layer: nameIn(part, layer), what };
  lastGood.restore();
}

type Place = Pick<Divergence, 'layer' | 'what'>;

/** The first place that is not finite; of ranks that share the rows of the batch the first that any of them has. */
function placeIn(network: Network, { kernels: { ranks }, isShared }: Objective): Place {
  const what = !network.isFinite() ? 'weights' : network.y.every(Number.isFinite) ? 'loss' : 'outputs';
  const mine: Place = { layer: network.firstNotFinite(), what };
  if (!ranks || !isShared) return mine;
  const all: Place[] = exchangeTexts(ranks, JSON.stringify(mine)).map((text) => JSON.parse(text));
  const layers = network.graph.layers.map(({ name }) => `output of ${name}`);
  const depth = ({ layer }: Place) => (layers.includes(layer) ? layers.indexOf(layer) : layers.length);
  const first = all.reduce((least, place) => (depth(place) < depth(least) ? place : least));
  return { ...first, what: all.find((place) => place.what === 'outputs')?.what ?? first.what };
}
