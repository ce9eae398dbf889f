import { discriminatorName } from '../../nn/adversarial/index.js';
import { allLayers, type LayerNode } from '../../nn/graph/graph.js';
import { lossName } from '../../nn/head.js';
import type { Network } from '../../nn/network.js';
import { type Cell, type TableOptions, table } from './table.js';

/** Summary of a layer for tables and JSON. */
export interface LayerSummary {
  /** Prefix of the names of the layer's tensors: `layers.1.layers.0`. */
  readonly name: string;
  readonly type: string;
  readonly activation?: string;
  /** Width of the output, which has the shape [rows, outputs], or [rows, members, outputs]. */
  readonly outputs: number;
  /** Members of an ensemble that the output has; undefined where there is one for all. */
  readonly members?: number;
  readonly parameters: number;
  readonly trainable: number;
  /** Other settings, such as `rate 0.1`. */
  readonly settings: readonly string[];
}

/**
 * Summaries of the layers from first to head, then of those of a discriminator. Layers inside a block follow the block,
 * whose parameters include theirs.
 */
export function summarizeLayers(network: Network): LayerSummary[] {
  const { discriminator } = network;
  const layers = summarizeAlone(network);
  if (!discriminator) return layers;
  const judging = summarizeAlone(discriminator).map((layer) => ({
    ...layer,
    name: `${discriminatorName}.${layer.name}`,
  }));
  return [...layers, ...judging];
}

function summarizeAlone({ graph, layout, config }: Network): LayerSummary[] {
  const summarize = ({ name, type, attributes, output }: LayerNode): LayerSummary => {
    const parameters = layout.parameters.filter((tensor) => tensor.name.startsWith(`${name}.`));
    const size = (tensors: typeof parameters) => tensors.reduce((sum, tensor) => sum + tensor.size, 0);
    return {
      name,
      type,
      activation: (attributes.activation as { readonly type: string } | undefined)?.type,
      outputs: output.columns / output.members,
      ...(output.members > 1 && { members: output.members }),
      parameters: size(parameters),
      trainable: size(parameters.filter(({ trainable }) => trainable)),
      settings: settingsOf(attributes),
    };
  };
  const layers = allLayers(graph).map(({ layer }) => summarize(layer));
  const { loss = {} } = config.head;
  const head = layers.pop()!;
  return [
    ...layers,
    { ...head, settings: [`loss ${lossName(config)}`, ...settingsOf(loss), ...head.settings] },
  ];
}

const settingsOf = (options: object): string[] => [
  ...Object.entries(options).flatMap(([key, value]) =>
    typeof value === 'number' && key !== 'units' ? [`${key} ${value}`] : [],
  ),
  ...('bias' in options && options.bias === false ? ['no bias'] : []),
];

/** Table of the layers. */
export function layerTable(layers: readonly LayerSummary[], options: TableOptions): string {
  const rows = layers.map((layer): Cell[] => {
    const { name, type, activation, outputs, members, parameters, trainable, settings } = layer;
    const frozen = trainable < parameters ? [trainable === 0 ? 'frozen' : 'partly frozen'] : [];
    return [
      name,
      type,
      activation ?? '',
      `[n, ${members === undefined ? '' : `${members} × `}${outputs}]`,
      parameters,
      [...settings, ...frozen].join(', '),
    ];
  });
  return table(['layer', 'type', 'activation', 'output', 'parameters', 'settings'], rows, options);
}
