const unchanged = new Set(['dropout', 'noise']);
const continuing = new Set(['activation', 'batch_norm', 'layer_norm']);

/**
 * Index of the last layer of each block: an affine map with the norm and the activation after it. Dropout and noise are
 * the identity after training.
 */
export function layerBlocks(layers: readonly { readonly type: string }[]): number[] {
  const active = [...layers.keys()].filter((i) => !unchanged.has(layers[i].type));
  return active.filter((_, k) => k + 1 === active.length || !continuing.has(layers[active[k + 1]].type));
}
