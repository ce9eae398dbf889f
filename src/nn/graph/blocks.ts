import { directOperations, type Graph, hasMatrix, isLayer, type LayerNode } from './graph.js';

/** Whether a layer gives new combinations of what goes in: by a matrix of weights, or by layers of its own. */
const combines = (layer: LayerNode): boolean =>
  layer.children.some(isLayer) || directOperations(layer).some(hasMatrix);

/**
 * The index of the last layer of each block before the head: an affine map with the norm and the activation after it.
 * Layers that are nothing after training belong to none.
 */
export function layerBlocks({ layers }: Graph): number[] {
  const hidden = layers.slice(0, -1);
  const active = [...hidden.keys()].filter((i) => !hidden[i].traits.identityAtInference);
  return active.filter((_, k) => k + 1 === active.length || combines(hidden[active[k + 1]]));
}
