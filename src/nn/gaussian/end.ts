import type { GraphBuilder } from '../graph/builder.js';
import type { GaussianEnd, Value } from '../graph/graph.js';
import type { GaussianConfig } from './config.js';
import { Means } from './means.js';
import { Mixture } from './mixture.js';
import { Moments } from './moments.js';

/** Puts the moments behind a, [rows, members · 2 targets], and their mixture over the members: [rows, 2 targets]. */
export function moments(config: GaussianConfig, a: Value, graph: GraphBuilder): GaussianEnd {
  const targets = config.initial_variance.length;
  const ofMembers = graph.put(new Moments(config, a.members, graph.kernels), [a], a.columns);
  if (a.members === 1) {
    const { output } = ofMembers;
    return { moments: output, mixture: output, nodes: [ofMembers] };
  }
  const mixed = graph.put(new Mixture(a.members, targets, graph.kernels), [ofMembers.output], 2 * targets, 1);
  return { moments: ofMembers.output, mixture: mixed.output, nodes: [ofMembers, mixed] };
}

/** Puts the predictions, the means of the moments, behind these. */
export const means = (from: Value, graph: GraphBuilder) =>
  graph.put(new Means(from.columns / 2, graph.kernels), [from], from.columns / 2);
