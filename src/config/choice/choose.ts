import { formatCount } from '../../format_count.js';
import { log10 } from '../../math/index.js';
import { multiplyAddsOfEpoch } from './arithmetic.js';
import type { TableFacts } from './facts.js';
import { type ChosenLayer, chooseLayers, layersText } from './layers.js';
import { type Plan, type PresetName, plan } from './presets.js';

/** Sections of a config that are chosen for a table, with the reasons, as notes. */
export interface Choice {
  readonly data: object;
  /** Whether rows are set aside for validation: folds need none. */
  readonly setsAside: boolean;
  readonly layers: readonly ChosenLayer[];
  readonly ensemble?: object;
  readonly optimizer: object;
  readonly training: object;
  readonly notes: readonly string[];
}

/** Fewest rows of which some are set aside, or folds made. */
export const fewestRowsToDivide = 20;

/** Chooses network and training for a table. Autoencoders are plain networks, whatever the preset. */
export function choose(facts: TableFacts, preset: PresetName): Choice {
  const layers = chooseLayers(facts);
  const isAutoencoder = facts.task === 'reconstruction';
  const isDivided = facts.rows >= fewestRowsToDivide;
  const units = layers.flatMap((layer) => ('units' in layer ? [layer.units] : []));
  const chosen = plan(facts, isAutoencoder || !isDivided ? 'fast' : preset, units);
  const isFolds = chosen.networks > 1;
  return {
    // both ends of an autoencoder are scaled alike; other scaling would inflate what hardly varies
    data: isAutoencoder ? { scale: 'minmax' } : dataSettings(facts, chosen),
    setsAside: isDivided && !isFolds,
    layers,
    ...(isFolds && { ensemble: { type: 'folds', members: chosen.networks } }),
    optimizer: { type: 'adam', learning_rate: 0.002 },
    training: {
      epochs: chosen.epochs,
      batch_size: batchSize(facts.rows),
      ...(isDivided && { early_stopping: { patience: chosen.patience } }),
    },
    notes: notesOn(facts, chosen, layers, preset),
  };
}

function dataSettings({ numbers }: TableFacts, { width }: Plan): object {
  if (numbers === 0) return {};
  return { scale: 'quantile', ...(width > 1 && { encode: { type: 'piecewise_linear', width } }) };
}

/** Rows in a step: 30 to 100 steps an epoch, as far as that goes. */
const batchSize = (rows: number): number => (rows < 2000 ? 32 : rows < 10_000 ? 128 : 256);

function notesOn(
  { rows, columns, ...facts }: TableFacts,
  chosen: Plan,
  layers: readonly ChosenLayer[],
  preset: PresetName,
): string[] {
  const { networks, width, epochs } = chosen;
  const isFolds = networks > 1;
  const text = layersText(layers);
  const network = isFolds
    ? `${networks} networks of ${text}, one for each fold, averaged`
    : `one network of ${text}`;
  const most = epochs * multiplyAddsOfEpoch({ rows, columns, ...facts }, chosen);
  const inBins = `, and in bins: ${width} numbers that are learned stand for each`;
  const isScaled = facts.numbers > 0 && facts.task !== 'reconstruction';
  return [
    `${network}, for ${formatCount(rows)} rows of ${formatCount(columns)} inputs`,
    ...(isScaled
      ? [`numbers go by their quantiles, so that outliers do no harm${width > 1 ? inBins : ''}`]
      : []),
    `at most ${formatCount(epochs)} epochs, some ${power(most)} multiply-adds in all` +
      `${isFolds ? '; a plain network, at once, is the preset "fast" of mlp init' : ''}` +
      `${preset === 'fast' && !isFolds ? '; a better model, in longer, is the preset "auto" of mlp init' : ''}`,
  ];
}

/** A power of ten near a number: 10^9. */
const power = (value: number): string => `10^${Math.round(log10(value))}`;
