import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { MlpError } from '../errors.js';
import type { Model } from '../model/model.js';
import { withOutOfFold } from '../training/measuring/out_of_fold.js';
import { type Prepared, prepareAgain, type ResolvedConfig } from '../training/prepare.js';
import { loadConfig } from './load_config.js';
import { findMoved, missingFiles } from './moved_data.js';

type Data = Prepared['config']['data'];

export interface RunSplitsOptions {
  readonly stdin?: Readable;
  /** Assignments `key=value` of keys of reading, where the data are written otherwise than they were. */
  readonly set?: readonly string[];
  /** Whether the dataset keeps its columns as they were read. */
  readonly keepColumns?: boolean;
}

/**
 * Loads the splits that the model of a run was trained and measured on, encoded as they were then. Where the data are
 * is taken from the run's config.json, never from the model file: a model cannot make us open a file. Where the run was
 * moved, they are searched, and taken where they are the same to the byte. Data that have changed since are a warning.
 *
 * @throws MlpError `usage` where there is no such config beside the model, `no_input` where there are no such data.
 */
export async function loadRunSplits(
  path: string,
  model: Model,
  { stdin, set = [], keepColumns }: RunSplitsOptions = {},
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
  const { data, notes } = await whereDataAre(config.data, directory, path);
  const resolved: ResolvedConfig = { ...model.config, data };
  const prepared = await prepareAgain(resolved, model.preprocessing, { directory, stdin, keepColumns });
  const dataset = withOutOfFold(prepared.dataset, model.summary.members?.length ?? 1);
  const changed = Object.entries(dataset.sha256).filter(
    ([part, sha256]) => sha256 !== model.summary.sha256[part],
  );
  if (changed.length > 0 && notes.length > 0) throw await notFound(config.data, directory, path);
  const parts = changed.map(([part]) => part).join(', ');
  const warnings = [
    ...dataset.warnings,
    ...(changed.length > 0
      ? [`the data (${parts}) are not those that the model was trained on: they have changed since`]
      : []),
  ];
  return { ...prepared, dataset: { ...dataset, notes: [...notes, ...dataset.notes], warnings } };
}

/** The data of a run's config, where they are, with a note where they had to be searched. */
export async function whereDataAre(data: Data, directory: string, path: string) {
  if ((await missingFiles(data, directory)).length === 0) return { data, notes: [] };
  const moved = await findMoved(data, directory, process.cwd());
  if (moved === null) throw await notFound(data, directory, path);
  return { data: moved.data, notes: [`the run was moved; its data are under ${moved.directory}`] };
}

/** The error for data that are neither where the run's config says nor found elsewhere. */
async function notFound(data: Data, directory: string, path: string): Promise<MlpError> {
  const [missing = 'its data'] = await missingFiles(data, directory);
  return new MlpError(
    'no_input',
    `${resolve(directory, missing)}: no such file; the run says that its data are there. Where it was moved, name ` +
      `other data, as in mlp eval ${path} DATA.csv, or mend the paths in ${join(directory, 'config.json')}`,
  );
}
