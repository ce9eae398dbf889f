import { activations } from '../activations/index.js';
import { gaussianOf, means, moments } from '../gaussian/index.js';
import type { GraphBuilder } from '../graph/builder.js';
import type { GraphEnd, Value } from '../graph/graph.js';
import type { HeadConfig } from '../head.js';
import { TemperedLogits, TemperedProbabilities } from '../temperature/index.js';
import { Activate, type ActivationConfig } from './activation.js';
import { affine } from './dense.js';
import { Mean } from './mean.js';

/** The end of a graph, and the value that comes out of it. */
interface HeadLayer extends GraphEnd {
  readonly output: Value;
}

/** Options of a head in a graph. */
export interface HeadOptions {
  readonly temperature?: number;
  /** Whether an average is taken of its output, which are its moments then where it has a variance. */
  readonly isAveraged?: boolean;
}

/** Puts the head into the graph: an affine map, of its own for each member of an ensemble, then what `end` puts. */
export function head(
  config: HeadConfig,
  x: Value,
  outputs: number,
  graph: GraphBuilder,
  { temperature = 1, isAveraged = false }: HeadOptions = {},
): HeadLayer {
  const { activation } = config;
  const gaussian = gaussianOf(config.loss, outputs);
  if (gaussian) {
    const a = affine(config, x, 2 * outputs, activation.type, graph, true);
    const ofA = { a, activate: null, mean: null };
    const ending = moments(gaussian, a, graph);
    if (isAveraged) return { ...ofA, gaussian: ending, output: ending.mixture };
    const last = means(ending.mixture, graph);
    return { ...ofA, gaussian: { ...ending, nodes: [...ending.nodes, last] }, output: last.output };
  }
  const a = affine(config, x, outputs, activation.type, graph, true);
  return temperature === 1 ? end(a, activation, graph) : tempered(a, activation, graph, temperature);
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

/** Puts the end of a graph whose probabilities are at a temperature: by the logits, or after a mean by its probabilities. */
function tempered(
  a: Value,
  activation: ActivationConfig,
  graph: GraphBuilder,
  temperature: number,
): HeadLayer {
  const { kernels } = graph;
  if (a.members === 1)
    return end(
      graph.apply(new TemperedLogits(temperature, a.columns, kernels), [a], a.columns),
      activation,
      graph,
    );
  const { output: mean } = end(a, activation, graph);
  const isRowwise = 'rowwise' in activations[activation.type];
  const { columns } = mean;
  const output = graph.apply(
    new TemperedProbabilities(temperature, isRowwise, columns, kernels),
    [mean],
    columns,
  );
  return { a: output, activate: null, mean: null, isActivated: true, output };
}
