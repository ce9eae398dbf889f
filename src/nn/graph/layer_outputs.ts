import type { Network } from '../network.js';
import { allLayers } from './graph.js';

/** Output of one layer, after a forward pass. */
export interface LayerOutput {
  /** Name of the layer, as in the names of its tensors: `layers.1`, `layers.1.layers.0`, `head`. */
  readonly name: string;
  /** Index of the network's layer that it is, or lies in; the head comes after all of them. */
  readonly index: number;
  /** Whether it lies in a block: what follows needs more than its output then. */
  readonly inner: boolean;
  readonly columns: number;
  /** Memory of the values, [rows, columns]. */
  readonly values: Float64Array;
}

/**
 * The outputs of all layers of an allocated network from first to head, those inside a block after the block itself.
 */
export const layerOutputs = (network: Network): LayerOutput[] =>
  allLayers(network.graph).map(({ layer, index, inner }) => ({
    name: layer.name,
    index,
    inner,
    columns: layer.output.columns,
    values: network.outputOf(layer),
  }));
