import type { DataConfig } from '../config/data.js';
import { MlpError } from '../errors.js';
import type { TargetKind } from '../nn/losses/index.js';
import { encodeFeatures, type WarnOnce } from './encode.js';
import { fitCategory, fitMissing, fitNumber, fitScaling, missingOf, settingsOf } from './fit.js';
import {
  columnTypes,
  dropColumns,
  type Feature,
  type Preprocessing,
  type Target,
  type Task,
} from './preprocessing.js';
import { assignRoles, type Roles, wantedColumns } from './roles.js';
import { completeRows, type Rows } from './rows.js';
import { type Loaded, load, type Surroundings } from './sources.js';
import { divide, type Part, type Parts } from './split.js';
import type { NumberColumn, Table } from './table.js';
import { chooseTarget, classIndices, classNames, encodeTarget, encodeWeights, fitClasses } from './target.js';

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

/** A table and the rows of it that make up a part. */
interface Selection {
  readonly table: Table;
  readonly rows: Rows;
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
      roles = assignRoles(config, header, source, []);
      return wantedColumns(config, roles);
    },
    options,
  );
  const { table } = loaded;
  const { features, targets, weight } = roles!;
  const isDropped = (name: string) =>
    table.columns.get(name)!.type === 'number' || targets.includes(name)
      ? missingOf(config, name) === 'drop'
      : settingsOf(config, name).missing === 'drop';

  const withTarget = options.task === 'reconstruction' ? [] : targets;
  const rows = completeRows(table, [...features, ...roles!.variables, ...withTarget].filter(isDropped));
  report.read(loaded, rows);
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
      ? fitNumber(table, name, divided.train, config, report.warn)
      : fitCategory(table, name, divided.train, config, report.warn),
  );
  for (const name of roles!.variables)
    fitted.push({ kind: 'variable', name, missing: fitMissing(table, name, divided.train, config) });

  const preprocessing: Preprocessing = {
    delimiter: config.delimiter,
    header: config.header,
    missing_values: config.missing_values,
    columns: table.header,
    features: fitted,
    target: fitTarget(table, choice.kind, targets, divided.train, config, report.warn),
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
  const types = new Map(columnTypes(preprocessing, true));
  const splitTypes = new Map(types);
  if (config.split.type === 'column') splitTypes.set(config.split.column, 'category');
  const loaded = await load(
    config.train,
    config,
    (header, source) => present(splitTypes, header, source),
    surroundings,
    Number.POSITIVE_INFINITY,
  );
  const { table } = loaded;
  const rows = completeRows(table, dropColumns(preprocessing, true));
  report.read(loaded, rows);
  const { target } = preprocessing;
  const classes = target.kind === 'classes' ? target.name : undefined;
  const divided = divide(table, rows, config.split, surroundings.seed, strata(table, classes, rows));
  return finish(config, preprocessing, task, loaded, divided, surroundings, report);
}

/** The same columns, provided that the file has them. */
export function present<T>(
  wanted: ReadonlyMap<string, T>,
  header: readonly string[],
  source: string,
): ReadonlyMap<string, T> {
  const absent = [...wanted.keys()].filter((name) => !header.includes(name));
  if (absent.length === 0) return wanted;
  throw new MlpError(
    'data',
    `${source}:1: no column ${absent.map((name) => JSON.stringify(name)).join(', ')}, which the training data had; ` +
      `the columns here are ${header.slice(0, 20).join(', ')}${header.length > 20 ? ', …' : ''}`,
  );
}

const strata = (table: Table, classes: string | undefined, rows: Rows): Int32Array | undefined =>
  classes === undefined ? undefined : classIndices(table, classes, rows, classNames(table, classes, rows));

function fitTarget(
  table: Table,
  kind: Target['kind'],
  names: readonly string[],
  rows: Rows,
  config: DataConfig,
  warn: (message: string) => void,
): Target {
  const drop = names.some((name) => missingOf(config, name) === 'drop');
  switch (kind) {
    case 'reconstruction':
      return { kind };
    case 'classes': {
      const [name] = names;
      const { type } = table.columns.get(name)!;
      return { kind, name, type, drop, classes: fitClasses(table, name, rows) };
    }
    case 'numbers': {
      const scalings = names.map((name) => {
        const { values } = table.columns.get(name) as NumberColumn;
        const present = Float64Array.from(rows, (row) => values[row]).filter((value) => !Number.isNaN(value));
        return fitScaling(present, config.target_scale, name, warn);
      });
      return {
        kind,
        names,
        drop,
        center: scalings.map(({ center }) => center),
        scale: scalings.map(({ scale }) => scale),
      };
    }
    default:
      return { kind, names, drop };
  }
}

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
    encodeSplit({ table: from, rows }, preprocessing, `the ${part} split`, report.warnOnce);
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
      (header, source) => present(types, header, source),
      surroundings,
      Number.POSITIVE_INFINITY,
    );
    const complete = completeRows(other.table, dropColumns(preprocessing, true));
    report.read(other, complete);
    others[part] = split(part, complete, other.table);
    sha256[part] = other.sha256;
  }
  return { task, train, ...others, preprocessing, notes: report.notes, warnings: report.warnings, sha256 };
}

/** Rows as the network takes them. */
export function encodeSplit(
  { table, rows }: Selection,
  preprocessing: Preprocessing,
  part: string,
  warnOnce: WarnOnce,
): Split {
  const { target, weight } = preprocessing;
  const x = encodeFeatures(table, preprocessing, rows, warnOnce);
  return {
    rows: rows.length,
    x,
    t: target.kind === 'reconstruction' ? x : encodeTarget(table, target, rows, part),
    ...(weight === null ? {} : { weights: encodeWeights(table, weight, rows, part) }),
  };
}

/** Collects what is worth saying. */
class Report {
  readonly notes: string[] = [];
  readonly warnings: string[] = [];
  private readonly said = new Set<string>();

  readonly warn = (message: string): void => {
    this.warnings.push(message);
  };

  readonly warnOnce: WarnOnce = (key, message) => {
    if (this.said.has(key)) return;
    this.said.add(key);
    this.warn(message);
  };

  read({ table, blankLines }: Loaded, complete: Rows): void {
    const dropped = table.rows - complete.length;
    if (blankLines > 0) this.notes.push(`${table.name}: ${count(blankLines, 'blank line')} skipped`);
    if (dropped > 0)
      this.notes.push(
        `${table.name}: ${count(dropped, 'row')} of ${table.rows} left out, as a value is missing (missing: "drop")`,
      );
    if (complete.length === 0)
      throw new MlpError('data', `${table.name}: no data: a value is missing in every row (missing: "drop")`);
  }
}

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`;
