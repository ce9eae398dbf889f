import type * as z from '../../zod.js';
import type { Layout } from '../layout.js';
import type { Layer, LayerConfig } from './layer.js';

/** A kind of layer: what a config may say of it, and how to lay it out. */
export interface LayerType {
  /** What a config may say beside its type; `layer` is the schema of any layer, for one that contains others. */
  options(layer: z.ZodType<LayerConfig>): z.ZodObject;
  /** Options that have no default, by way of example, for a layer of 4 inputs. */
  readonly example?: object;
  /** Claims its tensors from `layout`, under its own name there. Throws an MlpError where `inputs` cannot fit. */
  build(config: LayerConfig, inputs: number, layout: Layout): Layer;
}
