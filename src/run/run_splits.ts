import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { isQuery } from '../data/sql/schema.js';
import { MlpError } from '../errors.js';
import type { Model } from '../model/model.js';
import { shellPath } from '../shell_word.js';
import { withOutOfFold } from '../training/measuring/out_of_fold.js';
import { type Prepared, prepareAgain, type ResolvedConfig } from '../training/prepare.js';
import { loadConfig } from './load_config.js';
import { findMoved, type MovedData, missingFiles, placesOfMoved } from './moved_data.js';

type Data = Prepared['config']['data'];

export interface RunSplitsOptions {
  readonly stdin?: Readable;
  /** Assignments `key=value` of keys of reading, where the data are written otherwise than they were. */
  readonly set?: readonly string[];
  /** Whether the dataset keeps its columns as they were read. */
  readonly keepColumns?: boolean;
  /** Name of the command that takes other data, too, for advice; default: eval. */
  readonly command?: string;
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
  { stdin, set = [], keepColumns, command }: RunSplitsOptions = {},
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
  const prepare = (data: Data) => {
    const resolved: ResolvedConfig = { ...model.config, data };
    return prepareAgain(resolved, model.preprocessing, {
      directory,
      namesPlace: true,
      stdin,
      keepColumns,
    });
  };
  const otherData = { path, command };
  const found = await whereDataAre(config.data, directory, otherData);
  const { prepared, notes } = await prepareThere(found, config.data, directory, otherData, prepare);
  const dataset = withOutOfFold(prepared.dataset, model.summary.members?.length ?? 1);
  const changed = Object.entries(dataset.sha256).filter(
    ([part, sha256]) => sha256 !== model.summary.sha256[part],
  );
  if (changed.length > 0 && notes.length > 0) throw await notFound(config.data, directory, otherData);
  const parts = changed.map(([part]) => part).join(', ');
  const warnings = [
    ...dataset.warnings,
    ...(changed.length > 0
      ? [`the data (${parts}) are not those that the model was trained on: they have changed since`]
      : []),
  ];
  return { ...prepared, dataset: { ...dataset, notes: [...notes, ...dataset.notes], warnings } };
}

/** Call of a command that takes other data: the model's path, and the command's name. */
interface OtherData {
  readonly path: string;
  readonly command?: string;
}

/** The data of a run's config, where they are, with a note where they had to be searched. */
export async function whereDataAre(data: Data, directory: string, otherData: OtherData) {
  if ((await missingFiles(data, directory)).length === 0) return { data, notes: [] };
  const moved = await findMoved(data, directory, process.cwd());
  if (moved === null) throw await notFound(data, directory, otherData);
  return { data: moved.data, notes: [movedNote(moved)] };
}

const movedNote = ({ directory }: MovedData): string => `the run was moved; its data are under ${directory}`;

/** The error for data that are neither where the run's config says nor found elsewhere. */
async function notFound(data: Data, directory: string, otherData: OtherData): Promise<MlpError> {
  const [missing = 'its data'] = await missingFiles(data, directory);
  return new MlpError(
    'no_input',
    `${resolve(directory, missing)}: no such file; the run says that its data are there. ` +
      remedy(data, directory, otherData),
  );
}

function remedy(data: Data, directory: string, { path, command = 'eval' }: OtherData): string {
  const query = queriesOf(data)[0];
  const database = query?.database === undefined ? '' : ' --database FILE';
  const other = query ? `--sql "SELECT … ORDER BY …"${database}` : 'DATA.csv';
  return (
    `Where it was moved, name other data, as in mlp ${command} ${shellPath(path)} ${other}, or mend the paths in ` +
    join(directory, 'config.json')
  );
}

const queriesOf = ({ train, validation, test }: Data) => [train, validation, test].flat().filter(isQuery);

/**
 * Prepares the data of a run. Whether the files that a query names are there shows when it is asked: where it fails, as
 * it does where the run was moved, it is asked in other directories, as `findMoved` searches them.
 *
 * @throws MlpError `no_input` where its files are in none of them.
 */
async function prepareThere(
  { data, notes }: Awaited<ReturnType<typeof whereDataAre>>,
  written: Data,
  directory: string,
  otherData: OtherData,
  prepare: (data: Data) => Promise<Prepared>,
): Promise<{ readonly prepared: Prepared; readonly notes: readonly string[] }> {
  try {
    return { prepared: await prepare(data), notes };
  } catch (error) {
    const [query] = queriesOf(written);
    // as DuckDB says that there is no such file
    const isAbsent = error instanceof MlpError && error.message.includes('No files found');
    if (!query || !isAbsent) throw error;
    for await (const moved of placesOfMoved(written, directory, process.cwd())) {
      try {
        return { prepared: await prepare(moved.data), notes: [movedNote(moved)] };
      } catch (failed) {
        if (!(failed instanceof MlpError)) throw failed;
      }
    }
    const files = resolve(directory, query.directory);
    throw new MlpError(
      'no_input',
      `${error.message}; the run says that the files of its query are seen from ${files}. ` +
        remedy(written, directory, otherData),
      { cause: error },
    );
  }
}
