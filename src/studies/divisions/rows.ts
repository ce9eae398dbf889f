import { soughtBy } from '../../config/index.js';
import type { NamedConfig } from '../../config/parse.js';
import { type ReadRows, readRows } from '../../data/read_rows.js';
import type { Loaded } from '../../data/sources/load.js';
import type { LoadOptions } from '../../training/prepare.js';

/** Parts of the data that can have files of their own. */
export type OtherPart = 'validation' | 'test';

/** Training data of a config, read once, to be divided and encoded any number of times. */
export interface StudyRows {
  /** Config that the rows were read by. */
  readonly config: NamedConfig;
  readonly read: ReadRows;
  readonly loading: LoadOptions;
  /** Parts with files of their own that go with every division. */
  readonly files: readonly OtherPart[];
  /** Files of these parts, from the first division on. */
  readonly others: Map<OtherPart, Loaded>;
}

/** Numbers of divisions lie in memory that threads share, so that jobs have no copies of them. */
export const allocateShared = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(8 * length));

/** Options of reading rows for a study. */
export interface StudyRowsOptions {
  /** Parts with files of their own that belong to every division; where the config names no file, there is none. */
  readonly files?: readonly OtherPart[];
  /** A column with the fold of each row, which is no feature, unless the config names it as one. */
  readonly foldColumn?: string;
}

/**
 * Reads the training data of a config for a study.
 *
 * @throws MlpError with file, line and column.
 */
export async function readStudyRows(
  config: NamedConfig,
  loading: LoadOptions,
  { files = [], foldColumn }: StudyRowsOptions = {},
): Promise<StudyRows> {
  const { data, seed } = config;
  const read = await readRows(data, { ...soughtBy(config), seed, foldColumn, ...loading });
  return {
    config,
    read,
    loading,
    files: files.filter((part) => data[part] !== undefined),
    others: new Map(),
  };
}
