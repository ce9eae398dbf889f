import type { Preprocessing } from './preprocessing/index.js';
import { settingsOf } from './preprocessing/settings.js';
import type { DataConfig } from './schema.js';
import { cellsOf } from './table/cells.js';

/** Takes what a model keeps of a config's keys of reading. */
export const readingOf = (config: DataConfig) => ({
  delimiter: config.delimiter,
  header: config.header,
  cells: cellsOf(config),
  comment: config.comment ?? null,
  skip_rows: config.skip_rows,
});

/** Changes a model's preprocessing to read data as a config says. */
export const readWith = (config: DataConfig, preprocessing: Preprocessing): Preprocessing => ({
  ...preprocessing,
  ...readingOf(config),
  features: preprocessing.features.map((feature) =>
    feature.kind === 'date'
      ? { ...feature, format: settingsOf(config, feature.name).format ?? feature.format }
      : feature,
  ),
});
