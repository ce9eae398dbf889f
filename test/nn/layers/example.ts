import { type LayerName, type LayerType, layerTypes } from '../../../src/nn/layers/index.js';

/** A layer of each type as a config has it, by type, for 4 inputs; those with a width of their own give 4 outputs. */
export const exampleLayers = Object.fromEntries(
  Object.entries<LayerType>(layerTypes).map(([type, { example }]) => [type, { type, ...example }]),
) as Readonly<Record<LayerName, { readonly type: LayerName }>>;
