import { MlpError } from '../errors.js';
import type { TargetKind } from '../nn/losses/index.js';
import { basisVariables } from './basis.js';
import { encodeFeatures, type WarnOnce } from './encode.js';
import { missingValue } from './filled.js';
import { fitBasis, fitCategory, fitMissing, fitNumber, missingOf, settingsOf } from './fit.js';
import {
  columnTypes,
  dropColumns,
  type Feature,
  type Preprocessing,
  type Task,
  targetNames,
} from './preprocessing.js';
import { Report } from './report.js';
import { assignRoles, type Roles, refuseAbsent, wantedColumns } from './roles.js';
import { completeRows, isMissing, type Rows } from './rows.js';
import type { DataConfig } from './schema.js';
import { type Loaded, load, type Surroundings } from './sources.js';
import { divide, type Part, type Parts } from './split.js';
import type { Table } from './table.js';
import { chooseTarget } from './target/choose.js';
import { classIndices, classNames } from './target/classes.js';
import { encodeTarget } from './target/encode.js';
import { fitTarget } from './target/fit.js';
import { encodeWeights, refuseWeightless } from './weights.js';

export type { Task } from './preprocessing.js';
export type { Part } from './split.js';

/** Rows that a network can take. */
export interface Split {
  readonly rows: number;
  /** [rows, inputs], row by row. */
  readonly x: Float64Array;
  /** [rows, target columns]; for a reconstruction the very array x. */
  readonly t: Float64Array;
  readonly weights?: Float64Array;
}

export interface Dataset {
  readonly task: Task;
  readonly train: Split;
  readonly validation?: Split;
  readonly test?: Split;
  readonly preprocessing: Preprocessing;
  /** What was found out, and what was left out. */
  readonly notes: readonly string[];
  /** What is probably not meant so. */
  readonly warnings: readonly string[];
  /** Of each file's bytes, in hexadecimal. */
  readonly sha256: Readonly<Partial<Record<Part, string>>>;
}

/**
 * Reads or generates the data of a config, splits it, and fits the preprocessing to the training split. `targets` is what the
 * loss takes, where it is known. Errors are the user's, and name file, line and column.
 */
export async function loadDataset(
  config: DataConfig,
  options: Surroundings & { task?: Task; targets?: TargetKind },
): Promise<Dataset> {
  const report = new Report();
  let roles: Roles | undefined;
  const loaded = await load(
    config.train,
    config,
    (header, source) => {
      roles = assignRoles(config, header, source, basisVariables(config.basis, header));
      return wantedColumns(config, roles, options.task !== 'reconstruction');
    },
    options,
  );
  const { table } = loaded;
  const { features, targets, variables, weight } = roles!;
  const isDropped = (name: string) =>
    table.columns.get(name)!.type === 'number' || targets.includes(name)
      ? missingOf(config, name) === 'drop'
      : settingsOf(config, name).missing === 'drop';

  const answers = options.task === 'reconstruction' ? [] : targets;
  const dropped = [...features, ...variables, ...answers].filter(isDropped);
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
  const fitted: Feature[] = features.map((name) =>
    table.columns.get(name)!.type === 'number'
      ? fitNumber(table, name, divided.train, config, report)
      : fitCategory(table, name, divided.train, config, report),
  );
  for (const name of variables)
    fitted.push({ kind: 'variable', name, missing: fitMissing(table, name, divided.train, config) });
  for (const expression of config.basis)
    fitted.push(fitBasis(table, expression, fitted, divided.train, config, report));

  const preprocessing: Preprocessing = {
    delimiter: config.delimiter,
    header: config.header,
    missing_values: config.missing_values,
    columns: table.header,
    features: fitted,
    target: fitTarget(table, choice.kind, targets, divided.train, config, report),
    weight,
  };
  return finish(config, preprocessing, choice.task, loaded, divided, options, report);
}

/**
 * The same data as `loadDataset` gave, to the bit, by a preprocessing that was fitted before: for a model's own splits.
 */
export async function restoreDataset(
  config: DataConfig,
  preprocessing: Preprocessing,
  task: Task,
  surroundings: Surroundings,
): Promise<Dataset> {
  const report = new Report();
  const types = columnTypes(preprocessing, true);
  if (config.split.type === 'column') types.set(config.split.column, 'category');
  const loaded = await load(
    config.train,
    config,
    (header, source) => refuseAbsent(types, header, source),
    surroundings,
    Number.POSITIVE_INFINITY,
  );
  const { table } = loaded;
  const rows = usableRows(loaded, dropColumns(preprocessing, true), targetNames(preprocessing), report);
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.name : undefined;
  const divided = divide(table, rows, config.split, surroundings.seed, strata(table, classes, rows));
  return finish(config, preprocessing, task, loaded, divided, surroundings, report);
}

/** The rows that are complete in the columns `dropped`; a missing target that is left then is an error. */
function usableRows(
  loaded: Loaded,
  dropped: readonly string[],
  targets: readonly string[],
  report: Report,
): Rows {
  const { table } = loaded;
  const rows = completeRows(table, dropped);
  report.read(loaded, rows);
  for (const name of targets) {
    const column = table.columns.get(name)!;
    const row = rows.find((candidate) => isMissing(column, candidate));
    if (row !== undefined) throw missingValue(table, row, name);
  }
  return rows;
}

const strata = (table: Table, classes: string | undefined, rows: Rows): Int32Array | undefined =>
  classes === undefined ? undefined : classIndices(table, classes, rows, classNames(table, classes, rows));

/** Reads the files for validation and test, if there are any, and encodes all parts. */
async function finish(
  config: DataConfig,
  preprocessing: Preprocessing,
  task: Task,
  loaded: Loaded,
  divided: Parts,
  surroundings: Surroundings,
  report: Report,
): Promise<Dataset> {
  const { table } = loaded;
  const sha256: Partial<Record<Part, string>> = { train: loaded.sha256 };
  const split = (part: Part, rows: Rows, from = table): Split =>
    encodeSplit(from, rows, preprocessing, `the ${part} split`, report.warnOnce);
  const train = split('train', divided.train);
  const others: Partial<Record<Part, Split>> = {};
  for (const part of ['validation', 'test'] as const) {
    const rows = divided[part];
    const path = config[part];
    if (rows && path !== undefined)
      throw new MlpError('config', `data.${part}: a file, but the split column gives ${part} rows as well`);
    if (rows) others[part] = split(part, rows);
    if (path === undefined) continue;
    const types = columnTypes(preprocessing, true);
    const other = await load(
      path,
      config,
      (header, source) => refuseAbsent(types, header, source),
      surroundings,
      Number.POSITIVE_INFINITY,
    );
    const complete = usableRows(other, dropColumns(preprocessing, true), targetNames(preprocessing), report);
    others[part] = split(part, complete, other.table);
    sha256[part] = other.sha256;
  }
  return { task, train, ...others, preprocessing, notes: report.notes, warnings: report.warnings, sha256 };
}

/** Rows as the network takes them; `part` names them in messages. */
function encodeSplit(
  table: Table,
  rows: Rows,
  preprocessing: Preprocessing,
  part: string,
  warnOnce: WarnOnce,
): Split {
  const { target, weight } = preprocessing;
  const x = encodeFeatures(table, preprocessing, rows, warnOnce);
  const t = target.kind === 'reconstruction' ? x : encodeTarget(table, target, rows, part);
  if (weight === null) return { rows: rows.length, x, t };
  const weights = encodeWeights(table, weight, rows);
  refuseWeightless(weights, table, weight, part);
  return { rows: rows.length, x, t, weights };
}
