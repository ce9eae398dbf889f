import type { Layer, LayerConfig } from '../../nn/layers/index.js';
import { Residual } from '../../nn/layers/residual.js';
import type { HeadConfig, Network } from '../../nn/network.js';
import { type Cell, type TableOptions, table } from './table.js';

/** Summary of a layer for tables and JSON. */
export interface LayerSummary {
  /** Prefix of the names of the layer's tensors: `layers.1.layers.0`. */
  readonly name: string;
  readonly type: string;
  readonly activation?: string;
  /** Width of the output, which has the shape [rows, outputs]. */
  readonly outputs: number;
  readonly parameters: number;
  readonly trainable: number;
  /** Other settings, such as `rate 0.1`. */
  readonly settings: readonly string[];
}

type AnyConfig = LayerConfig & {
  readonly activation?: { readonly type: string };
  readonly bias?: boolean;
  readonly layers?: readonly AnyConfig[];
};

/**
 * Summaries of the layers from first to head. Layers inside a block follow the block, whose parameters include theirs.
 */
export function summarizeLayers(network: Network): LayerSummary[] {
  const summarize = (config: Partial<AnyConfig>, name: string, outputs: number): LayerSummary => {
    const parameters = network.layout.parameters.filter((tensor) => tensor.name.startsWith(`${name}.`));
    const size = (tensors: typeof parameters) => tensors.reduce((sum, tensor) => sum + tensor.size, 0);
    return {
      name,
      type: config.type ?? 'dense',
      activation: config.activation?.type,
      outputs,
      parameters: size(parameters),
      trainable: size(parameters.filter(({ trainable }) => trainable)),
      settings: settingsOf(config),
    };
  };
  const visit = (configs: readonly AnyConfig[], layers: readonly Layer[], prefix: string): LayerSummary[] =>
    configs.flatMap((config, i) => {
      const layer = layers[i];
      const name = `${prefix}layers.${i}`;
      const summary = summarize(config, name, layer.outputs);
      const isBlock = layer instanceof Residual && config.layers !== undefined;
      return isBlock ? [summary, ...visit(config.layers, layer.inner.layers, `${name}.`)] : [summary];
    });
  const { config, layers, outputs } = network;
  const { loss, ...head }: HeadConfig = config.head;
  const last = summarize({ ...head }, 'head', outputs);
  return [
    ...visit(config.layers, layers, ''),
    { ...last, settings: [`loss ${loss.type}`, ...settingsOf(loss), ...last.settings] },
  ];
}

const settingsOf = (config: object): string[] => [
  ...Object.entries(config).flatMap(([key, value]) =>
    typeof value === 'number' && key !== 'units' ? [`${key} ${value}`] : [],
  ),
  ...('bias' in config && config.bias === false ? ['no bias'] : []),
];

/** Widths of a network, from its input over its dense layers to its output: [4, 16, 3]. */
export const networkWidths = (layers: readonly LayerConfig[], inputs: number, outputs: number): number[] => [
  inputs,
  ...layers.flatMap((layer) => ('units' in layer ? [layer.units as number] : [])),
  outputs,
];

/** Table of the layers. */
export function layerTable(layers: readonly LayerSummary[], options: TableOptions): string {
  const rows = layers.map(({ name, type, activation, outputs, parameters, trainable, settings }): Cell[] => [
    name,
    type,
    activation ?? '',
    `[n, ${outputs}]`,
    parameters,
    [...settings, ...(trainable < parameters ? [trainable === 0 ? 'frozen' : 'partly frozen'] : [])].join(
      ', ',
    ),
  ]);
  return table(['layer', 'type', 'activation', 'output', 'parameters', 'settings'], rows, options);
}
