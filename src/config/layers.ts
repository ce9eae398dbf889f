import { traitsOf } from '../nn/graph/builder.js';
import type { Traits } from '../nn/graph/graph.js';
import { type LayerConfig, type LayerType, layerTypes } from '../nn/layers/index.js';
import { unionByType } from '../nn/variants.js';
import * as z from '../zod.js';
import type { Path } from './path.js';

const types: Readonly<Record<string, LayerType>> = layerTypes;

/** Schema of any layer. Lazy, as a residual block holds layers itself. */
export const layerSchema: z.ZodType<LayerConfig> = z
  .lazy(() => layers)
  .meta({ id: 'layer', title: 'layer' }) as z.ZodType<LayerConfig>;

const layers = unionByType(
  Object.fromEntries(Object.entries(types).map(([name, { options }]) => [name, options(layerSchema)])),
);

/** A layer, with the inner layers that some types have. */
export type AnyLayer = LayerConfig & { readonly units?: number; readonly layers?: readonly AnyLayer[] };

/** Layers of a config before the data are known: "auto" leaves them to be chosen. */
export type Layers = readonly AnyLayer[] | 'auto';

/** The layers that a config gives; none where they are left to be chosen. */
export const givenLayers = (layers: Layers): readonly AnyLayer[] => (layers === 'auto' ? [] : layers);

/** Traits of a layer's type. */
export const traitsOfLayer = ({ type }: AnyLayer): Traits => traitsOf(types[type]);

/** A layer and its path in the config. */
export interface PlacedLayer {
  readonly layer: AnyLayer;
  readonly path: Path;
}

/** All layers, each followed by those within it. */
export const placedLayers = (layers: readonly AnyLayer[], path: Path = ['layers']): PlacedLayer[] =>
  layers.flatMap((layer, i) => {
    const place = [...path, i];
    return [{ layer, path: place }, ...placedLayers(layer.layers ?? [], [...place, 'layers'])];
  });

/** The first layer that takes statistics of its batch in training; undefined where none does. */
export const firstWithBatchStatistics = (layers: readonly AnyLayer[]): PlacedLayer | undefined =>
  placedLayers(layers).find(({ layer }) => !traitsOfLayer(layer).rowIndependent);
