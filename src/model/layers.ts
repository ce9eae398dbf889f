import type { Preprocessing } from '../data/preprocessing/index.js';
import { plainCells } from '../data/table/cells.js';
import { didYouMean, MlpError } from '../errors.js';
import { type LayerOutput, layerOutputs } from '../nn/graph/layer_outputs.js';
import type { Network } from '../nn/network.js';

/** Names of a layer's outputs, as `predict --layer` prints and `predict --from` reads them. */
export const unitNames = (columns: number): string[] =>
  Array.from({ length: columns }, (_, i) => `h${i + 1}`);

/**
 * Finds the layer that `--option text` means: its name as tensors have it, or as config paths (`layers[2]`), or its
 * index.
 *
 * @throws MlpError `usage` where there is none.
 */
export function findLayer(network: Network, option: string, text: string): LayerOutput {
  const outputs = layerOutputs(network);
  const name = /^\d+$/.test(text) ? `layers.${text}` : text.replace(/\[(\d+)\]/g, '.$1');
  const found = outputs.find((output) => output.name === name);
  if (found) return found;
  const names = outputs.map((output) => output.name);
  const known = names.length > shownNames ? [...names.slice(0, shownNames - 2), '…', names.at(-1)] : names;
  const hint = (name !== text ? '' : didYouMean(name, names)) || `; the model has ${known.join(', ')}`;
  throw new MlpError('usage', `--${option} ${text}: no such layer${hint}`);
}

const shownNames = 12;

/**
 * Preprocessing of the codes of a layer: columns h1, h2 …, as they are. A row with an empty field, as a missing value
 * leaves it, has no answer.
 */
export function codesPreprocessing(columns: number, { target }: Preprocessing): Preprocessing {
  const names = unitNames(columns);
  return {
    delimiter: ',',
    header: true,
    comment: null,
    skip_rows: 0,
    cells: { ...plainCells, missing_values: [''] },
    columns: names,
    features: names.map((name) => ({
      kind: 'number',
      name,
      missing: { action: 'drop' },
      center: 0,
      scale: 1,
      encoding: { type: 'none' },
    })),
    target,
    weight: null,
  };
}
