import type { GraphBuilder } from '../graph/builder.js';
import type { GraphEnd, Value } from '../graph/graph.js';
import { Activate, type ActivationConfig } from './activation.js';
import { type AffineConfig, affine } from './dense.js';
import { Mean } from './mean.js';

/** The end of a graph, and the value that comes out of it. */
interface HeadLayer extends GraphEnd {
  readonly output: Value;
}

/** Puts the head into the graph: an affine map, of its own for each member of an ensemble, then what `end` puts. */
export function head(
  config: AffineConfig & { readonly activation: ActivationConfig },
  x: Value,
  outputs: number,
  graph: GraphBuilder,
): HeadLayer {
  const { activation } = config;
  return end(affine(config, x, outputs, activation.type, graph, true), activation, graph);
}

/** Puts the end of a graph behind the affine outputs a, [rows, members · outputs]: activation, mean over members. */
export function end(a: Value, activation: ActivationConfig, graph: GraphBuilder): HeadLayer {
  const { kernels } = graph;
  const activate = activation.type === 'identity' ? null : new Activate(activation, a, kernels);
  const y = activate ? graph.apply(activate, [a], a.columns) : a;
  if (a.members === 1) return { a, activate, mean: null, output: y };
  const outputs = a.columns / a.members;
  const mean = new Mean(a.members, outputs, kernels);
  return { a, activate, mean, output: graph.apply(mean, [y], outputs, 1) };
}
