import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { MlpError } from '../errors.js';
import type { Model } from '../model/model.js';
import { type Prepared, prepareAgain, type ResolvedConfig } from '../training/prepare.js';
import { loadConfig } from './load_config.js';

export interface RunSplitsOptions {
  readonly stdin?: Readable;
  /** Assignments `key=value` of keys of reading, where the data are written otherwise than they were. */
  readonly set?: readonly string[];
}

/**
 * Loads the splits that the model of a run was trained and measured on, encoded as they were then. Where the data are
 * is taken from the run's config.json, never from the model file: a model cannot make us open a file. Data that have
 * changed since are a warning.
 *
 * @throws MlpError `usage` where there is no such config beside the model.
 */
export async function loadRunSplits(
  path: string,
  model: Model,
  { stdin, set = [] }: RunSplitsOptions = {},
): Promise<Prepared> {
  const directory = statSync(path).isDirectory() ? path : dirname(path);
  const file = join(directory, 'config.json');
  if (!existsSync(file))
    throw new MlpError(
      'usage',
      `${path}: has no config.json beside it that says where its data are; name a CSV file`,
    );
  const config = loadConfig(file, { set });
  if ([config.data.train].flat().includes('-'))
    throw new MlpError('usage', `${file}: the model was trained on stdin, which is gone; name a CSV file`);
  const resolved: ResolvedConfig = { ...model.config, data: config.data };
  const prepared = await prepareAgain(resolved, model.preprocessing, { directory, stdin });
  const { dataset } = prepared;
  const changed = Object.entries(dataset.sha256).filter(
    ([part, sha256]) => sha256 !== model.summary.sha256[part],
  );
  if (changed.length === 0) return prepared;
  const parts = changed.map(([part]) => part).join(', ');
  const warning = `the data (${parts}) are not those that the model was trained on: they have changed since`;
  return { ...prepared, dataset: { ...dataset, warnings: [...dataset.warnings, warning] } };
}
