import { type Graph, operationsOf, type Value } from '../graph/graph.js';
import { Latent } from './latent.js';

/** Place in a network at which codes are drawn. */
export interface LatentNode {
  readonly operation: Latent;
  readonly mean: Value;
  readonly logVariance: Value;
  /** The code itself. */
  readonly code: Value;
  /** Number of layers before the one that it is in. */
  readonly layersBefore: number;
}

/** Finds the operation that draws codes; null where there is none. */
export function findLatent({ layers }: Graph): LatentNode | null {
  for (const [layersBefore, layer] of layers.entries())
    for (const { operation, inputs, output } of operationsOf(layer.children))
      if (operation instanceof Latent) {
        const [mean, logVariance] = inputs;
        return { operation, mean, logVariance, code: output, layersBefore };
      }
  return null;
}
