import { MlpError } from '../errors.js';
import type { TargetKind } from '../nn/losses/index.js';
import { basisVariables } from './basis.js';
import { fitBasis, fitCategory, fitNumber, fitVariable, missingOf, settingsOf } from './fit.js';
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
import type { Rows } from './rows.js';
import type { DataConfig } from './schema.js';
import { load, type Surroundings } from './sources.js';
import { divide, type Part } from './split.js';
import { encodeSplits, type Split, type Splits, usableRows } from './splits.js';
import type { Table } from './table.js';
import { chooseTarget } from './target/choose.js';
import { classIndices, classNames } from './target/classes.js';
import { fitTarget } from './target/fit.js';

export type { Task } from './preprocessing.js';
export type { Part } from './split.js';
export type { Split } from './splits.js';

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
  const room = new Float64Array(divided.train.length);
  const fitted: Feature[] = features.map((name) =>
    table.columns.get(name)!.type === 'number'
      ? fitNumber(table, name, divided.train, config, report, room)
      : fitCategory(table, name, divided.train, config, report),
  );
  for (const name of variables) fitted.push(fitVariable(table, name, divided.train, config));
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
  const encoded = await encodeSplits(config, preprocessing, loaded, divided, options, report);
  return dataset(choice.task, preprocessing, encoded, report);
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
  const encoded = await encodeSplits(config, preprocessing, loaded, divided, surroundings, report);
  return dataset(task, preprocessing, encoded, report);
}

const strata = (table: Table, classes: string | undefined, rows: Rows): Int32Array | undefined =>
  classes === undefined ? undefined : classIndices(table, classes, rows, classNames(table, classes, rows));

const dataset = (
  task: Task,
  preprocessing: Preprocessing,
  { splits, sha256 }: Splits,
  { notes, warnings }: Report,
): Dataset => ({ task, ...splits, preprocessing, notes, warnings, sha256 });
