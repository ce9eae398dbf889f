import { activations } from './activations/index.js';
import type { AdversarialConfig } from './adversarial/config.js';
import { buildBranches } from './branches.js';
import type { Inputs } from './encoders/index.js';
import { encodersLayer } from './encoders/layer.js';
import type { SharedEnsemble } from './ensemble.js';
import { gaussianOf } from './gaussian/index.js';
import { GraphBuilder } from './graph/builder.js';
import type { Graph, GraphEnd, Value } from './graph/graph.js';
import type { HeadConfig } from './head.js';
import { dense } from './layers/dense.js';
import { type HeadOptions, head as putHead } from './layers/head.js';
import { type LayerConfig, type LayerType, layerTypes } from './layers/index.js';
import type { Layout } from './layout.js';
import { latentLayer, type VariationalConfig } from './variational/layers.js';

/** Sections of a resolved config that describe a network. */
export interface NetworkConfig {
  readonly layers: readonly LayerConfig[];
  /** Path of the layers in the config, where they are not its `layers`. */
  readonly layersAt?: string;
  readonly head: HeadConfig;
  /** Penalties for weights whose layer says nothing of its own. */
  readonly penalties: { readonly l1: number; readonly l2: number };
  /** Ensemble that the network is; a single network where it is left out. */
  readonly ensemble?: SharedEnsemble;
  /** Networks of this kind that stand side by side and are averaged; one that is not averaged where left out. */
  readonly branches?: number;
  /** Temperature of the probabilities; 1 where left out. Of an average it is that of the mean. */
  readonly temperature?: number;
  /** Settings of a variational autoencoder, whose encoder `layers` are; absent of other networks. */
  readonly variational?: VariationalConfig;
  /** Settings of the network that `layers`, a generator, is trained against; absent of other networks. */
  readonly adversarial?: AdversarialConfig;
}

/**
 * The graph of a network for these inputs and `outputs` columns of y; its tensors and memory are claimed from `layout`.
 * Where some of the inputs are encoded, that is a layer `encoders` before those of the config.
 */
export function buildGraph(
  { layers, layersAt, head, penalties, ensemble, branches, temperature = 1, variational }: NetworkConfig,
  inputs: Inputs,
  outputs: number,
  layout: Layout,
): Graph {
  const types: Readonly<Record<string, LayerType>> = layerTypes;
  const builder = new GraphBuilder(types, layout, penalties, ensemble, layersAt);
  const x = builder.input('x', inputs.columns);
  if (branches !== undefined) {
    const { layers: nodes, gaussian } = buildBranches(
      branches,
      (from) => build(from, { isAveraged: true }).output,
      x,
      builder,
      { temperature, isRowwise: isRowwise(head), hasVariance: gaussianOf(head.loss, outputs) !== null },
    );
    const { output } = nodes.at(-1)!;
    const end = { ...bare(gaussian?.mixture ?? output), isActivated: true, ...(gaussian && { gaussian }) };
    return { inputs: [x], layers: nodes, output, end };
  }
  return { inputs: [x], ...build(x, { temperature }) };

  function build(from: Value, options: HeadOptions): Omit<Graph, 'inputs'> {
    const first =
      inputs.encoded.length === 0
        ? []
        : [builder.build('encoders', encodersLayer(inputs), { type: 'encoders' }, from)];
    let value = first[0]?.output ?? from;
    const put = (name: string, type: LayerType, layer: LayerConfig) => {
      const node = builder.build(name, type, layer, value);
      value = node.output;
      return node;
    };
    const nodes = layers.map((layer, i) => put(`layers.${i}`, types[layer.type], layer));
    if (variational) {
      nodes.push(put('latent', latentLayer(variational), { type: 'latent' }));
      variational.decoder.forEach((layer, i) => {
        nodes.push(put(`decoder.${i}`, types[layer.type], layer));
      });
    }
    let end: GraphEnd | undefined;
    const headType: LayerType = {
      ...dense,
      build(_config, x, graph) {
        const built = putHead(head, x, outputs, graph, options);
        end = built;
        return built.output;
      },
    };
    const { loss: _, ...affineAndActivation } = head;
    const asLayer = { type: 'dense', units: outputs, ...affineAndActivation };
    const last = builder.build('head', headType, asLayer, value);
    return { layers: [...first, ...nodes, last], output: last.output, end: end! };
  }
}

/** Whether the outputs of a head are one distribution. */
const isRowwise = ({ activation }: HeadConfig): boolean => 'rowwise' in activations[activation.type];

/** End of a graph after which nothing comes but the loss. */
const bare = (a: Value): GraphEnd => ({ a, activate: null, mean: null });
