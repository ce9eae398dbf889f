import * as z from '../zod.js';
import { Mixture, means } from './gaussian/index.js';
import { Average } from './graph/average.js';
import type { GraphBuilder } from './graph/builder.js';
import type { GaussianEnd, LayerNode, Value } from './graph/graph.js';
import type { LayerConfig, LayerType } from './layers/layer_type.js';
import { TemperedProbabilities } from './temperature/index.js';

/**
 * Builds the layers of a network and its head from x on, within the layer that is being built, and returns what is
 * averaged: y, or its moments where it has a variance.
 */
export type BuildLayers = (x: Value, graph: GraphBuilder) => Value;

/** A layer of no config: what it is made of comes from the network that it is part of. */
const made = (build: LayerType['build']): LayerType => ({ options: () => z.strictObject({}), build });

/** Networks side by side, and what is made of them. */
interface Branches {
  readonly layers: readonly LayerNode[];
  /** Moments of the average, and what comes after them, where it has a variance. */
  readonly gaussian?: GaussianEnd;
}

/**
 * Builds several networks side by side from the same x, the tensors of each called `members.<i>.…`, and after them the
 * mean of their outputs, at a temperature.
 */
export function buildBranches(
  count: number,
  layers: BuildLayers,
  x: Value,
  graph: GraphBuilder,
  {
    temperature,
    isRowwise,
    hasVariance,
  }: { readonly temperature: number; readonly isRowwise: boolean; readonly hasVariance: boolean },
): Branches {
  const member = made((_, value, builder) => layers(value, builder));
  const config = (type: string): LayerConfig => ({ type });
  const members = Array.from({ length: count }, (_, i) =>
    graph.build(`members.${i}`, member, config('member'), x),
  );
  const outputs = members.map(({ output }) => output);
  const [{ columns }] = outputs;
  let gaussian: GaussianEnd | undefined;
  const average = made((_, __, builder) => {
    const { kernels } = builder;
    if (hasVariance) {
      const mixture = builder.apply(new Mixture(1, columns / 2, kernels), outputs, columns);
      const last = means(mixture, builder);
      gaussian = { moments: mixture, mixture, nodes: [last] };
      return last.output;
    }
    const mean = builder.apply(new Average(columns, kernels), outputs, columns);
    if (temperature === 1) return mean;
    const tempered = new TemperedProbabilities(temperature, isRowwise, columns, kernels);
    return builder.apply(tempered, [mean], columns);
  });
  const last = graph.build('average', average, config('average'), outputs[0]);
  return { layers: [...members, last], gaussian };
}
