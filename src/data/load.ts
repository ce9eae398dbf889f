import { MlpError } from '../errors.js';
import { counted } from '../format_count.js';
import type { TargetKind } from '../nn/losses/index.js';
import { headerWarning } from './csv/headerless.js';
import type { Dataset } from './dataset.js';
import { encodeSplits, usableRows } from './loaded_splits.js';
import type { Answers } from './preprocessing/encodings/index.js';
import { fitFeatures } from './preprocessing/fit.js';
import {
  columnTypes,
  dropColumns,
  isAnswer,
  type Preprocessing,
  type Target,
  type Task,
  targetNames,
} from './preprocessing/index.js';
import { contextColumn, pairColumns } from './preprocessing/pairs.js';
import { Report } from './preprocessing/report.js';
import {
  assignRoles,
  type Roles,
  refuseAbsent,
  wantedColumns,
  withSplitColumn,
} from './preprocessing/roles.js';
import { dropsFeature, dropsTarget, missingOf, settingsOf } from './preprocessing/settings.js';
import { settleColumns } from './preprocessing/settle.js';
import { unusedSettings } from './preprocessing/unused_settings.js';
import { readingOf } from './reading_settings.js';
import type { DataConfig } from './schema.js';
import { sourceFor } from './sources/index.js';
import { type Loaded, type LoadOptions, loadTable } from './sources/load.js';
import { encodingFolds } from './splits/encoding_folds.js';
import { type Division, divide, divideFolds, type Folds, splitColumn, splitInfo } from './splits/index.js';
import { firstOdd } from './table/column_errors.js';
import { namedColumns } from './table/names.js';
import type { Rows } from './table/rows.js';
import type { Table } from './table/table.js';
import { chooseTarget } from './targets/choose.js';
import { classIndices, classNames } from './targets/classes.js';
import { encodeTarget } from './targets/encode.js';
import { fitTarget } from './targets/fit.js';
import { fitGenerated } from './targets/generation/index.js';
import { encodeWeights } from './targets/weights.js';

/**
 * Reads or generates the data of a config, splits it, and fits the preprocessing to the training split. `targets` is
 * what the loss takes, where it is known.
 *
 * @throws MlpError with file, line and column.
 */
export async function loadDataset(
  config: DataConfig,
  options: LoadOptions & { task?: Task; targets?: TargetKind },
): Promise<Dataset> {
  const report = new Report();
  const isOfInputs = options.task === 'generation';
  let roles: Roles | undefined;
  const loaded = await loadTable(
    config.train,
    config,
    (header, source) => {
      const sourceTarget = isOfInputs
        ? undefined
        : (sourceFor(config.train).target?.(config.train as never) ??
          (options.task === 'embedding' ? contextColumn(config, header) : undefined));
      roles = assignRoles(config, header, source, sourceTarget, splitColumn(config.split));
      if (options.task === 'embedding') return pairColumns(config, roles, source);
      return wantedColumns(config, roles, options.task !== 'reconstruction');
    },
    options,
  );
  const { table } = loaded;
  const headerFault = config.header ? headerWarning(table) : undefined;
  if (headerFault !== undefined) report.warn(headerFault);
  roles = settleColumns(table, roles!, config, report);
  const { features, targets, variables, weight } = roles;
  const answers = options.task === 'reconstruction' ? [] : targets;
  const dropped = {
    features: [...features, ...variables]
      .filter((name) => dropsFeature(config, table.columns.get(name)!))
      .concat(droppedKeys(config)),
    targets: answers.filter((name) => dropsTarget(config, name)),
  };
  const odd = firstOdd(
    table,
    answers.filter((name) => settingsOf(config, name).missing === undefined),
  );
  if (odd) throw odd;
  const rows = usableRows(loaded, dropped, answers, report);
  const choice = chooseTarget(table, targets, rows, options.task, options.targets);
  if (choice.note !== undefined) report.notes.push(`task: ${choice.task}, as ${choice.note}`);
  if (config.target_scale !== 'none' && choice.kind !== 'numbers')
    throw new MlpError(
      'config',
      `data.target_scale: "${config.target_scale}" speaks of numbers, but the task is ${choice.task}`,
    );

  const classes = choice.kind === 'classes' ? targets[0] : undefined;
  const divided = divide(table, rows, config.split, options.seed, strata(table, classes, rows));
  const folds = foldsOf(table, classes, divided, config, options);
  const { train } = divided.parts;
  const { kind } = choice;
  const target = once(
    (): Target =>
      kind === 'generation' ? { kind, columns: [] } : fitTarget(table, kind, targets, train, config, report),
  );
  const answersOfRows = once(() => ({
    ...answersOf(table, target(), weight, train),
    folds: () => encodingFolds(train.length, options.seed, folds),
  }));
  const fitted = fitFeatures(table, roles!, train, config, report, answersOfRows);
  const preprocessing: Preprocessing = {
    ...readingOf(config),
    columns: namedColumns(table.header),
    features: fitted,
    target: kind === 'generation' ? { kind, columns: fitGenerated(table, fitted, train) } : target(),
    weight,
  };
  for (const text of unusedSettings(config, roles, preprocessing.features)) report.warn(text);
  return encoded(choice.task, config, preprocessing, { loaded, divided, folds, options, report });
}

/**
 * Loads the data that `loadDataset` gave, to the bit, by a preprocessing that was fitted before: the splits that a
 * model was trained on.
 *
 * @throws MlpError as `loadDataset` does.
 */
export async function restoreDataset(
  config: DataConfig,
  preprocessing: Preprocessing,
  task: Task,
  options: LoadOptions,
): Promise<Dataset> {
  const report = new Report();
  const loading = { ...options, forModel: true };
  const types = withSplitColumn(columnTypes(preprocessing, true), config, splitColumn(config.split));
  const loaded = await loadTable(
    config.train,
    config,
    (header, source) => refuseAbsent(types, header, source),
    loading,
    Number.POSITIVE_INFINITY,
  );
  const { table } = loaded;
  const { features, targets } = dropColumns(preprocessing);
  const dropped = { features: features.concat(droppedKeys(config)), targets };
  const rows = usableRows(loaded, dropped, targetNames(preprocessing), report);
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.name : undefined;
  const divided = divide(table, rows, config.split, options.seed, strata(table, classes, rows));
  const folds = foldsOf(table, classes, divided, config, options);
  return encoded(task, config, preprocessing, { loaded, divided, folds, options: loading, report });
}

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

/** The column that the split goes by, where rows without a value in it are to be dropped. */
function droppedKeys(config: DataConfig): string[] {
  const by = splitColumn(config.split);
  return by && missingOf(config, by.name) === 'drop' ? [by.name] : [];
}

const strata = (table: Table, classes: string | undefined, rows: Rows): Int32Array | undefined =>
  classes === undefined
    ? undefined
    : classIndices(table, classes, rows, classNames(table, classes, rows).classes);

/** Folds of the training rows, where the options ask for any. */
function foldsOf(
  table: Table,
  classes: string | undefined,
  { parts: { train, validation } }: Division,
  { split }: DataConfig,
  { folds: count, seed }: LoadOptions,
): Folds | undefined {
  if (count === undefined) return undefined;
  if (validation)
    throw new MlpError(
      'config',
      `data.split: gives ${counted(validation.length, 'validation row')}, but folds (ensemble) take their place: ` +
        'mark them "train" or "test", or leave "ensemble" out',
    );
  return divideFolds(table, train, split, { count, seed, strata: strata(table, classes, train) });
}

/** Encodes divided data, and sums up what became of them. */
async function encoded(
  task: Task,
  config: DataConfig,
  preprocessing: Preprocessing,
  { loaded, divided, folds, options, report }: Divided,
): Promise<Dataset> {
  const { parts, notes = [] } = divided;
  const by = splitColumn(config.split)?.name;
  const isInput = preprocessing.features.some((feature) => 'name' in feature && feature.name === by);
  const { train } = parts;
  const { splits, sha256 } = await encodeSplits(config, preprocessing, loaded, parts, options, report, () =>
    encodingFolds(train.length, options.seed, folds),
  );
  return {
    task,
    ...splits,
    ...(folds && { folds }),
    split: splitInfo(divided, { type: config.split.type, column: by }, by !== undefined && !isInput),
    preprocessing,
    notes: [...report.notes, ...notes],
    warnings: report.warnings,
    sha256,
  };
}

interface Divided {
  readonly loaded: Loaded;
  readonly divided: Division;
  readonly folds: Folds | undefined;
  readonly options: LoadOptions;
  readonly report: Report;
}
