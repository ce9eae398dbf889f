import { platform } from '#platform';
import { takeBackground } from './background.js';
import type { Dataset } from './dataset.js';
import { encodeSplits, type OtherFiles } from './loaded_splits.js';
import type { Answers } from './preprocessing/encodings/index.js';
import { fitFeatures } from './preprocessing/fit.js';
import { isAnswer, type Preprocessing, type Target, type Task } from './preprocessing/index.js';
import type { Report } from './preprocessing/report.js';
import { unusedSettings } from './preprocessing/unused_settings.js';
import type { ReadRows } from './read_rows.js';
import { readingOf } from './reading_settings.js';
import type { DataConfig } from './schema.js';
import type { Loaded, LoadOptions } from './sources/load.js';
import { encodingFolds } from './splits/encoding_folds.js';
import { type Division, type Folds, splitColumn, splitInfo } from './splits/index.js';
import { namedColumns } from './table/names.js';
import type { Rows } from './table/rows.js';
import type { Table } from './table/table.js';
import { encodeTarget } from './targets/encode.js';
import { fitTarget } from './targets/fit.js';
import { fitGenerated } from './targets/generation/index.js';
import { encodeWeights } from './targets/weights.js';

/** Options of encoding divided rows. */
export interface EncodeOptions {
  /** Folds of the training rows, where a network is trained for each. */
  readonly folds?: Folds;
  readonly options: LoadOptions;
  readonly report: Report;
  /**
   * Other files of the config that were read before, for rows that are encoded more than once: nothing is used up
   * then. Where it is left out, the table is.
   */
  readonly others?: OtherFiles;
  /** Advice that brings a class into the training rows; where it is left out, that of the split. */
  readonly keepClass?: string;
}

/**
 * Fits the preprocessing to the training rows of a division, and encodes all of its parts. What the config says of
 * reading and of the roles of columns has to be what the rows were read by.
 *
 * @throws MlpError with file, line and column.
 */
export async function encodeDivided(
  { loaded, table, roles, task, kind, gives }: Omit<ReadRows, 'rows' | 'strata'>,
  config: DataConfig,
  divided: Division,
  encoding: EncodeOptions,
): Promise<Dataset> {
  const { report, options, folds } = encoding;
  const { train } = divided.parts;
  const { targets, weight } = roles;
  const target = once(
    (): Target =>
      kind === 'generation' ? { kind, columns: [] } : fitTarget(table, kind, targets, train, config, report),
  );
  const answersOfRows = once(() => ({
    ...answersOf(table, target(), weight, train),
    folds: () => encodingFolds(train.length, options.seed, folds),
  }));
  const fitted = fitFeatures(table, roles, train, config, report, answersOfRows);
  const preprocessing: Preprocessing = {
    ...readingOf(config),
    columns: namedColumns(table.header),
    features: fitted,
    target:
      kind === 'generation'
        ? { kind, columns: fitGenerated(table, fitted, train), ...(gives && { gives }) }
        : target(),
    weight,
  };
  for (const text of unusedSettings(config, roles, preprocessing.features)) report.warn(text);
  return encodeBy(preprocessing, task, config, loaded, divided, encoding);
}

/** Encodes divided data by a preprocessing that was fitted, and sums up what became of them. */
export async function encodeBy(
  preprocessing: Preprocessing,
  task: Task,
  config: DataConfig,
  loaded: Loaded,
  divided: Division,
  { folds, options, report, others, keepClass }: EncodeOptions,
): Promise<Dataset> {
  const { parts, notes = [] } = divided;
  const by = splitColumn(config.split)?.name;
  const isInput = preprocessing.features.some((feature) => 'name' in feature && feature.name === by);
  const { train } = parts;
  const dealt = () => encodingFolds(train.length, options.seed, folds);
  const encoding = { ...options, report, folds: dealt, others, keepClass };
  const background = isAnswer(preprocessing.target)
    ? takeBackground(loaded.table, train, preprocessing, options.seed)
    : undefined;
  if (loaded.table.groups.bytes >= largeTable) platform.collectGarbage();
  const { splits, sha256, columns } = await encodeSplits(config, preprocessing, loaded, parts, encoding);
  return {
    task,
    ...splits,
    ...(folds && { folds }),
    ...(background && { background }),
    ...(options.keepColumns && { columns }),
    split: splitInfo(divided, { type: config.split.type, column: by }, by !== undefined && !isInput),
    preprocessing,
    notes: [...report.notes, ...notes],
    warnings: report.warnings,
    sha256,
  };
}

/** Bytes of a table from which on what reading and fitting leave behind is worth collecting, before x takes memory. */
const largeTable = 1 << 26;

/** The answers of training rows, for encodings that take statistics of them. */
function answersOf(table: Table, target: Target, weight: string | null, rows: Rows): Omit<Answers, 'folds'> {
  const isAnswered = isAnswer(target);
  return {
    target,
    t: isAnswered ? encodeTarget(table, target, rows, 'the train split') : new Float64Array(0),
    ...(weight !== null && { weights: encodeWeights(table, weight, rows) }),
  };
}

/** A function that computes its value the first time. */
function once<T>(compute: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: compute() };
    return value.of;
  };
}
