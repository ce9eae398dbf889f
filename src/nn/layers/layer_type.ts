import type * as z from '../../zod.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { Traits, Value } from '../graph/graph.js';

/** A layer as the resolved config holds it. */
export interface LayerConfig {
  readonly type: string;
}

/** A kind of layer: what a config may say of it, what it is like, and what it is made of. */
export interface LayerType {
  /** What a config may say beside its type; `layer` is the schema of any layer, for one that contains others. */
  options(layer: z.ZodType<LayerConfig>): z.ZodObject;
  /** Options that have no default, by way of example, for a layer of 4 inputs. */
  readonly example?: object;
  /** Where it is not as most layers are: see `usual` in graph/builder.ts. */
  readonly traits?: Partial<Traits>;
  /**
   * Puts the operations of such a layer into the graph, from x on, and returns what comes out of the last. Throws an MlpError
   * where x is not as wide as it has to be.
   */
  build(config: LayerConfig, x: Value, graph: GraphBuilder): Value;
}
