import type { TableFacts } from './facts.js';

/** Hidden layers as a config gives them. */
export type ChosenLayer =
  | { readonly type: 'dense'; readonly units: number; readonly activation: 'relu' }
  | { readonly type: 'dropout'; readonly rate: number };

/** Rows below which a network has half as many units. */
const fewRows = 500;
const units = 128;
const dropoutRate = 0.1;

/**
 * Two layers of relu with dropout, narrower where there are few rows, of a generator without; for a reconstruction one
 * layer, half as wide as
 * its input at most: an autoencoder as wide as that has nothing to learn.
 */
export function chooseLayers({
  task,
  rows,
  columns,
}: Pick<TableFacts, 'task' | 'rows' | 'columns'>): readonly ChosenLayer[] {
  const width = rows < fewRows ? units / 2 : units;
  if (task === 'generation') return [dense(width), dense(width)];
  if (task === 'reconstruction') return [dense(Math.min(width, Math.ceil(columns / 2)))];
  return [dense(width), dropout, dense(width), dropout];
}

const dense = (count: number): ChosenLayer => ({ type: 'dense', units: count, activation: 'relu' });
const dropout: ChosenLayer = { type: 'dropout', rate: dropoutRate };

/** Description of layers for a note: `dense 128 relu, dropout 0.1`. */
export const layersText = (layers: readonly ChosenLayer[]): string =>
  layers
    .map((layer) =>
      'units' in layer ? `${layer.type} ${layer.units} ${layer.activation}` : `${layer.type} ${layer.rate}`,
    )
    .join(', ');
