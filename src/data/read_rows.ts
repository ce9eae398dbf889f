import { MlpError } from '../errors.js';
import type { TargetKind } from '../nn/losses/index.js';
import { headerWarning } from './csv/headerless.js';
import { usableRows } from './loaded_splits.js';
import type { Task } from './preprocessing/index.js';
import { contextColumn, pairColumns } from './preprocessing/pairs.js';
import { Report } from './preprocessing/report.js';
import { assignRoles, type Roles, wantedColumns } from './preprocessing/roles.js';
import { dropsFeature, dropsTarget, missingOf, settingsOf } from './preprocessing/settings.js';
import { settleColumns } from './preprocessing/settling/settle.js';
import type { DataConfig } from './schema.js';
import { sourceFor } from './sources/index.js';
import { type Loaded, type LoadOptions, loadTable } from './sources/load.js';
import { splitColumn } from './splits/index.js';
import { firstOdd } from './table/column_errors.js';
import { oneClassNotes } from './table/column_notes.js';
import { similarName } from './table/names.js';
import type { Rows } from './table/rows.js';
import type { Table } from './table/table.js';
import { chooseTarget } from './targets/choose.js';
import { classIndices, classNames } from './targets/classes.js';
import type { GenerationTarget, Target } from './targets/target.js';

/** Purpose of a network, as far as the config says it. */
export interface Sought {
  readonly task?: Task;
  /** Kind of targets that the loss takes. */
  readonly targets?: TargetKind;
  /** Whether a generator gives numbers themselves, and not distributions of them. */
  readonly gives?: GenerationTarget['gives'];
}

/** Training data of a config as they were read, before they are divided into parts. */
export interface ReadRows {
  readonly loaded: Loaded;
  readonly table: Table;
  /** Rows of the table that can be used, in the order of the file. */
  readonly rows: Rows;
  readonly roles: Roles;
  readonly task: Task;
  readonly kind: Target['kind'];
  /** Whether a generator gives numbers themselves: see GenerationTarget. */
  readonly gives?: GenerationTarget['gives'];
  /** The column of classes that is predicted; undefined where none is. */
  readonly classes: string | undefined;
  /** The class of `rows[i]` is `strata[i]`; undefined where there are no classes. */
  readonly strata: Int32Array | undefined;
  /** Notes and warnings of reading. */
  readonly report: Report;
}

/** Options of reading rows. */
export interface ReadRowsOptions extends LoadOptions, Sought {
  /** A column that is read as well, with the fold of each row; no feature, unless the config names it as one. */
  readonly foldColumn?: string;
}

/**
 * Reads or generates the training data of a config, and settles what its columns are, what is predicted, and which rows
 * can be used.
 *
 * @throws MlpError with file, line and column.
 */
export async function readRows(config: DataConfig, options: ReadRowsOptions): Promise<ReadRows> {
  const report = new Report();
  const { loaded, roles: named } = await readTable(config, options);
  const { table } = loaded;
  const headerFault = config.header ? headerWarning(table) : undefined;
  if (headerFault !== undefined) report.warn(headerFault);
  const roles = settleColumns(table, named, config, report);
  const { features, targets, variables } = roles;
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
  const { task, kind, note } = chooseTarget(table, targets, rows, options.task, options.targets);
  if (note !== undefined) report.notes.push(`task: ${task}, as ${note}`);
  if (config.target_scale !== 'none' && kind !== 'numbers')
    throw new MlpError(
      'config',
      `data.target_scale: "${config.target_scale}" speaks of numbers, but the task is ${task}`,
    );
  const classes = kind === 'classes' ? targets[0] : undefined;
  const answer = classes === undefined ? undefined : table.columns.get(classes);
  if (answer?.type === 'number') for (const each of oneClassNotes(answer)) report.notes.push(each);
  const { gives } = options;
  const strata = strataOf(table, classes, rows);
  return { loaded, table, rows, roles, task, kind, gives, classes, strata, report };
}

async function readTable(config: DataConfig, options: ReadRowsOptions) {
  const { foldColumn } = options;
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
      if (foldColumn !== undefined) roles = withoutFolds(roles, config, foldColumn, header, source);
      const wanted =
        options.task === 'embedding'
          ? pairColumns(config, roles, source)
          : wantedColumns(config, roles, options.task !== 'reconstruction');
      return foldColumn === undefined || wanted.has(foldColumn) ? wanted : wanted.set(foldColumn, 'key');
    },
    options,
  );
  return { loaded, roles: roles! };
}

/** Roles without the column of folds among the features, unless the config names it there. */
function withoutFolds(
  roles: Roles,
  { features }: DataConfig,
  name: string,
  header: readonly string[],
  source: string,
): Roles {
  if (!header.includes(name))
    throw new MlpError(
      'usage',
      `--fold-column ${name}: ${source} has no such column${similarName(name, header)}`,
    );
  if ([...roles.targets, roles.weight].includes(name))
    throw new MlpError('usage', `--fold-column ${name}: is the target or the weight; name another column`);
  if (features?.includes(name)) return roles;
  const left = roles.features.filter((feature) => feature !== name);
  if (left.length + roles.basisColumns.length === 0)
    throw new MlpError('usage', `--fold-column ${name}: no other column is left to predict from`);
  return { ...roles, features: left };
}

/** The column that the split goes by, where rows without a value in it are to be dropped. */
export function droppedKeys(config: DataConfig): string[] {
  const by = splitColumn(config.split);
  return by && missingOf(config, by.name) === 'drop' ? [by.name] : [];
}

/** The class of each row; undefined where there is no column of classes. */
export const strataOf = (table: Table, classes: string | undefined, rows: Rows): Int32Array | undefined =>
  classes === undefined
    ? undefined
    : classIndices(
        table,
        classes,
        rows,
        classNames(table, classes, rows).classes,
        new Int32Array(rows.length),
      );
