import * as z from '../zod.js';
import { Average } from './graph/average.js';
import type { GraphBuilder } from './graph/builder.js';
import type { LayerNode, Value } from './graph/graph.js';
import type { LayerConfig, LayerType } from './layers/layer_type.js';
import { TemperedProbabilities } from './temperature/index.js';

/** Builds the layers of a network and its head from x on, within the layer that is being built, and returns y. */
export type BuildLayers = (x: Value, graph: GraphBuilder) => Value;

/** A layer of no config: what it is made of comes from the network that it is part of. */
const made = (build: LayerType['build']): LayerType => ({ options: () => z.strictObject({}), build });

/**
 * Builds several networks side by side from the same x, the tensors of each called `members.<i>.…`, and after them the
 * mean of their outputs, at a temperature.
 */
export function buildBranches(
  count: number,
  layers: BuildLayers,
  x: Value,
  graph: GraphBuilder,
  { temperature, isRowwise }: { readonly temperature: number; readonly isRowwise: boolean },
): LayerNode[] {
  const member = made((_, value, builder) => layers(value, builder));
  const config = (type: string): LayerConfig => ({ type });
  const members = Array.from({ length: count }, (_, i) =>
    graph.build(`members.${i}`, member, config('member'), x),
  );
  const outputs = members.map(({ output }) => output);
  const [{ columns }] = outputs;
  const average = made((_, __, builder) => {
    const { kernels } = builder;
    const mean = builder.apply(new Average(columns, kernels), outputs, columns);
    if (temperature === 1) return mean;
    const tempered = new TemperedProbabilities(temperature, isRowwise, columns, kernels);
    return builder.apply(tempered, [mean], columns);
  });
  return [...members, graph.build('average', average, config('average'), outputs[0])];
}
