import { type LayerConfig, type LayerType, layerTypes } from '../nn/layers/index.js';
import { unionByType } from '../nn/variants.js';
import * as z from '../zod.js';

/** Schema of any layer. Lazy, as a residual block holds layers itself. */
export const layerSchema: z.ZodType<LayerConfig> = z
  .lazy(() => layers)
  .meta({ id: 'layer', title: 'layer' }) as z.ZodType<LayerConfig>;

const layers = unionByType(
  Object.fromEntries(
    Object.entries<LayerType>(layerTypes).map(([name, { options }]) => [name, options(layerSchema)]),
  ),
);

/** A layer, with the inner layers that some types have. */
export type AnyLayer = LayerConfig & { readonly units?: number; readonly layers?: readonly AnyLayer[] };
