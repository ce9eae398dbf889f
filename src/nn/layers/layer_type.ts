import type * as z from '../../zod.js';
import type { Layout } from '../layout.js';
import type { Layer, LayerConfig } from './layer.js';

/** A kind of layer: what a config may say of it, and how to lay it out. */
export interface LayerType {
  /**
   * Formulas of numbers, of which the build makes loops: x, y, dx, dy are elements, w and b one for each column, dw and db sums over the rows.
   * A layer of type `scale` finds that of `y` by kernels.loop('layer.scale.y').
   */
  readonly formulas?: Readonly<Record<string, (...values: never[]) => number>>;
  /** What a config may say beside its type; `layer` is the schema of any layer, for one that contains others. */
  options(layer: z.ZodType<LayerConfig>): z.ZodObject;
  /** Claims its tensors from `layout`, under its own name there. Throws an MlpError where `inputs` cannot fit. */
  build(config: LayerConfig, inputs: number, layout: Layout): Layer;
}
