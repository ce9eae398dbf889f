import { MlpError } from '../../errors.js';
import { excerpt, printable } from '../../files/excerpt.js';
import type { TargetKind } from '../../nn/losses/index.js';
import { decimal } from '../numbers/decimal.js';
import type { Target, Task } from '../preprocessing/index.js';
import { formattedTarget, setCategory } from '../table/column_errors.js';
import type { CellFacts } from '../table/column_facts.js';
import { formatNote, isFormatted, unreadNote } from '../table/column_notes.js';
import { present } from '../table/column_type.js';
import { isMissing, type Rows, textOf } from '../table/rows.js';
import {
  at,
  type CategoryColumn,
  type Column,
  type DateColumn,
  type NumberColumn,
  type Table,
} from '../table/table.js';
import { sum, sumTolerance } from './distribution.js';

/** The most different whole numbers that are taken for classes where the config leaves that open. */
export const maxInferredClasses = 20;
/** The fewest rows for each of them, on average, where they are more than two. */
const fewestRowsOfClass = 5;

/** Facts on a target of numbers. */
export interface NumberFacts {
  readonly rows: number;
  /** Number of different values, or any more than can be classes. */
  readonly distinct: number;
  readonly isWhole: boolean;
}

/**
 * Decides what a target of numbers means where nobody says: whole numbers are classes where they are two, or at most 20
 * with 5 rows each on average; other numbers are measurements. `reason` follows "as the target …", and for whole
 * numbers, which can be either, `other` is the task that they could mean as well.
 */
export function inferTask({ rows, distinct, isWhole }: NumberFacts): {
  readonly task: 'classification' | 'regression';
  readonly reason: string;
  readonly other?: Task;
} {
  if (!isWhole) return { task: 'regression', reason: 'has numbers that are not whole' };
  if (distinct > maxInferredClasses)
    return {
      task: 'regression',
      reason: `has more than ${maxInferredClasses} different whole numbers`,
      other: 'classification',
    };
  const each = Math.floor((10 * rows) / distinct) / 10;
  const reason = `has ${distinct} different whole numbers, with ${each} ${each === 1 ? 'row' : 'rows'} each on average`;
  const areClasses = distinct <= 2 || rows >= fewestRowsOfClass * distinct;
  return areClasses
    ? { task: 'classification', reason, other: 'regression' }
    : { task: 'regression', reason: `${reason}, too few for classes`, other: 'classification' };
}

/**
 * True where texts of a target that are numbers in another format are classes, spelled as they are: where they are few,
 * as whole numbers would be. 10% and 20% are, prices are not.
 */
export const areFormattedLabels = (facts: CellFacts): boolean =>
  inferTask({ rows: present(facts), distinct: facts.distinct!, isWhole: true }).task === 'classification';

/** Choice of what is predicted. */
interface Choice {
  readonly task: Task;
  readonly kind: Target['kind'];
  /** Note on how it was inferred, where the config left it open. */
  readonly note?: string;
}

/**
 * Decides what the target columns are by the config's task, what the loss takes (`targets`) and the data, in this
 * order. Text means classes; whole numbers may, as `inferTask` says.
 */
export function chooseTarget(
  table: Table,
  names: readonly string[],
  rows: Rows,
  task: Task | undefined,
  targets: TargetKind | undefined,
): Choice {
  if (task === 'reconstruction' || task === 'generation') return { task, kind: task };
  if (task === 'embedding' && names.length > 1)
    throw new MlpError('config', 'data.target: a pair has one context; name one column');
  if (names.length === 0)
    throw new MlpError(
      'config',
      'data.target: absent; name the column to predict (or set task to "reconstruction")',
    );
  const columns = names.map((name) => {
    const column = table.columns.get(name)!;
    if (column.type === 'date') throw dateTarget(column);
    return column;
  });
  return columns.length === 1
    ? chooseOne(table, columns[0], rows, task, targets)
    : chooseSeveral(table, columns, rows, task, targets);
}

type TargetColumn = Exclude<Column, DateColumn>;

const dateTarget = (column: DateColumn): MlpError =>
  new MlpError(
    'config',
    `data.target: ${printable(column.name)} holds dates, which cannot be predicted; predict a number made of them ` +
      `(the days until then), or take them for classes: ${setCategory(column)}`,
  );

function chooseOne(
  table: Table,
  column: TargetColumn,
  rows: Rows,
  task: Task | undefined,
  targets: TargetKind | undefined,
): Choice {
  const { name } = column;
  if (column.type === 'category') {
    if (task === 'regression') throw textTarget(table, column, rows);
    return {
      task: task ?? 'classification',
      kind: 'classes',
      ...(task === undefined && { note: textReason(table, column, targets) }),
    };
  }
  const { isFractions, isWhole, distinct } = valuesOf(column, rows);
  if (task === 'embedding') return { task, kind: 'classes' };
  if (task === 'regression') return { task, kind: targets === 'labels' ? 'labels' : 'numbers' };
  if (targets === 'labels' && isFractions && distinct.size > 2)
    return {
      task: 'classification',
      kind: 'labels',
      ...noteOf(task, `its target ${printable(name)} holds probabilities, and the loss takes them`),
    };
  if (task === 'classification' || targets === 'labels' || targets === 'distribution') {
    if (!isWhole && distinct.size > maxInferredClasses) throw noClasses(table, column, rows);
    return { task: 'classification', kind: 'classes', ...noteOf(task, 'its loss is one for classes') };
  }
  if (targets === 'numbers')
    return { task: 'regression', kind: 'numbers', ...noteOf(task, 'its loss is one for numbers') };
  const inferred = inferTask({ rows: rows.length, distinct: distinct.size, isWhole });
  const otherwise = inferred.other ? `; if it is ${inferred.other}, --set task=${inferred.other}` : '';
  return {
    task: inferred.task,
    kind: inferred.task === 'classification' ? 'classes' : 'numbers',
    ...noteOf(task, `its target ${printable(name)} ${inferred.reason}${otherwise}`),
  };
}

/**
 * The reason why a target of texts is one of classes.
 *
 * @throws MlpError `data` where the texts are numbers in another format and too many for classes, and nobody says.
 */
function textReason(table: Table, column: CategoryColumn, targets: TargetKind | undefined): string {
  const { name, facts, isInferred } = column;
  const reason = `its target ${printable(name)} holds text`;
  if (!isInferred || !isFormatted(facts)) {
    const unread = isInferred ? unreadNote(facts) : undefined;
    return unread === undefined ? reason : `${reason}, of ${facts.distinct} classes: ${unread}`;
  }
  const areClasses = targets === 'labels' || targets === 'distribution';
  if (!areClasses && !areFormattedLabels(facts)) throw formattedTarget(table, column);
  return (
    `${reason}: ${facts.distinct} different ones, which are numbers in another format, too: ` +
    `${formatNote(name, facts.format!)}; if it is regression, also --set task=regression`
  );
}

/** Finds whether all values are from 0 to 1, whether all are whole, and the first few different ones. */
function valuesOf({ values }: NumberColumn, rows: Rows) {
  const distinct = new Set<number>();
  let isFractions = true;
  let isWhole = true;
  for (let i = 0; i < rows.length; i++) {
    const value = values.at(rows[i]);
    isFractions &&= value >= 0 && value <= 1;
    isWhole &&= Number.isInteger(value);
    if (distinct.size <= maxInferredClasses) distinct.add(value);
  }
  return { isFractions, isWhole, distinct };
}

function chooseSeveral(
  table: Table,
  columns: readonly TargetColumn[],
  rows: Rows,
  task: Task | undefined,
  targets: TargetKind | undefined,
): Choice {
  for (const column of columns) if (column.type === 'category') throw textTarget(table, column, rows);
  const numbers = columns as readonly NumberColumn[];
  if (targets === 'labels' || targets === 'distribution')
    return {
      task: task ?? 'classification',
      kind: targets,
      ...noteOf(task, `its loss takes ${targets === 'labels' ? 'labels of 0 and 1' : 'distributions'}`),
    };
  if (task === 'classification') {
    const sumsToOne = rows.every((row) => Math.abs(sum(numbers, row) - 1) <= sumTolerance);
    return { task, kind: sumsToOne ? 'distribution' : 'labels' };
  }
  return { task: 'regression', kind: 'numbers', ...noteOf(task, `it has ${columns.length} numeric targets`) };
}

/** The reason for a task, where the config left the task open. */
const noteOf = (task: Task | undefined, because: string): { note?: string } =>
  task === undefined ? { note: because } : {};

/** Numbers that are not whole are too many for classes: they are measurements. */
function noClasses(table: Table, { name, values }: NumberColumn, rows: Rows): MlpError {
  const row = rows.find((candidate) => values.at(candidate) % 1 !== 0)!;
  return new MlpError(
    'data',
    `${at(table, row, name)}: ${values.at(row)} is no class: more than ${maxInferredClasses} different values, ` +
      `not all of them whole numbers; set task to "regression", ` +
      `or data.columns${formatName(name)}.type to "category" if they are names`,
  );
}

const formatName = (name: string) => (/^\w+$/.test(name) ? `.${name}` : `[${excerpt(name)}]`);

function textTarget(table: Table, column: Column, rows: Rows): MlpError {
  const present = rows.filter((row) => !isMissing(column, row));
  const row = present.find((candidate) => Number.isNaN(decimal(textOf(column, candidate))));
  const what = row === undefined ? 'is one of a column of categories' : 'is no number';
  return new MlpError(
    'data',
    `${at(table, row ?? present[0], column.name)}: ${excerpt(textOf(column, row ?? present[0]))} ${what}, ` +
      'as regression and several targets need it; ' +
      'choose another target, or for classes one target and task "classification"',
  );
}
