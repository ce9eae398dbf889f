import type { Split } from '../../data/dataset.js';
import { allLayers, type LayerNode } from '../../nn/graph/graph.js';
import type { Network } from '../../nn/network.js';
import { fillBatch } from '../objective/fill_batch.js';
import { evaluationPass } from '../passes.js';

/** A layer whose units give the same for all rows, whatever x is. */
export interface Silence {
  readonly layer: string;
  readonly units: number;
  /** Whether all that they give is 0. */
  readonly isZero: boolean;
}

/** Most rows that are looked at. */
const mostRows = 1024;
/** Part of its size that a unit's output may vary by and still be the same. */
const tolerance = 1e-9;

/** The layers before the head; of an average those within its networks. */
const layersOf = ({ graph, config }: Network): readonly LayerNode[] =>
  config.branches === undefined
    ? graph.layers.slice(0, -1)
    : allLayers(graph).flatMap(({ layer, inner }) => (inner ? [layer] : []));

/** The first layer that gives the same for all rows of a split; null where the outputs of each differ. */
export function silenceOf(network: Network, split: Split): Silence | null {
  const rows = Math.min(split.rows, network.x.length / network.inputs, mostRows);
  if (rows < 2) return null;
  fillBatch(network, split, null, 0, rows);
  network.layout.kernels.record(() => network.forward(rows, evaluationPass)).run();
  for (const layer of layersOf(network)) {
    const values = network.outputOf(layer);
    const units = layer.output.columns;
    let isConstant = true;
    let isZero = true;
    for (let i = 0; i < rows * units && isConstant; i++) {
      const first = values[i % units];
      isConstant = Math.abs(values[i] - first) <= tolerance * Math.abs(first);
      isZero &&= values[i] === 0;
    }
    if (isConstant) return { layer: layer.name, units, isZero };
  }
  return null;
}
