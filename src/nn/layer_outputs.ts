import { numbersOf } from '../kernels/index.js';
import type { Layer } from './layers/index.js';
import { Residual } from './layers/residual.js';
import type { Memory } from './layout.js';
import type { Network } from './network.js';

/** What one layer gives, after a forward pass. */
export interface LayerOutput {
  /** As in the names of its tensors: `layers.1`, `layers.1.layers.0`, `head`. */
  readonly name: string;
  /** Which of the network's layers it is, or lies in; the head comes after all of them. */
  readonly index: number;
  /** Whether it lies in a block: what follows needs more than its output then. */
  readonly inner: boolean;
  readonly columns: number;
  /** [rows, columns] */
  readonly values: Float64Array;
}

/** The outputs of all layers of an allocated network from first to head, those inside a block after the block itself. */
export function layerOutputs({ layers, stack, outputs, y }: Network): LayerOutput[] {
  const visit = (
    inside: readonly Layer[],
    values: readonly Memory[],
    prefix: string,
    block?: number,
  ): LayerOutput[] =>
    inside.flatMap((layer, i) => {
      const name = `${prefix}layers.${i}`;
      const index = block ?? i;
      const own = {
        name,
        index,
        inner: block !== undefined,
        columns: layer.outputs,
        values: numbersOf(values[i].vector),
      };
      if (!(layer instanceof Residual)) return [own];
      const { inner, f } = layer;
      return [own, ...visit(inner.layers, [...inner.values, f], `${name}.`, index)];
    });
  const head = {
    name: 'head',
    index: layers.length,
    inner: false,
    columns: outputs,
    values: y,
  };
  return [...visit(layers, stack.values, ''), head];
}
