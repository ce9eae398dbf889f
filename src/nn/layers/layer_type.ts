import type * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Traits, Value } from '../graph/graph.js';

/** A layer as the resolved config holds it. */
export interface LayerConfig {
  readonly type: string;
}

/** A kind of layer: what a config may say of it, what it is like, and what it is made of. */
export interface LayerType {
  /**
   * Formulas of numbers, of which the build makes loops: x, y, dx, dy are elements, w and b one for each column, dw and
   * db sums over the rows. A layer of type `scale` finds that of `y` by kernels.loop('layer.scale.y').
   */
  readonly formulas?: Readonly<Record<string, (...values: never[]) => number>>;
  /** Schema of the options beside the type; `layer` is the schema of any layer, for one that contains others. */
  options(layer: z.ZodType<LayerConfig>): z.ZodObject;
  /** Options that have no default, by way of example, for a layer of 4 inputs. */
  readonly example?: object;
  /** Traits that differ from those of most layers: see `usual` in graph/builder.ts. */
  readonly traits?: Partial<Traits>;
  /**
   * Puts the operations of such a layer into the graph, from x on, and returns what comes out of the last.
   *
   * @throws MlpError where x is not as wide as it has to be.
   */
  build(config: LayerConfig, x: Value, graph: GraphBuilder): Value;
}
