import { MlpError } from '../errors.js';
import type { TargetKind } from '../nn/losses/index.js';
import { maxCategories } from './column_builder.js';
import { sortLabels } from './decimal.js';
import { indexTexts, missingValue } from './encode.js';
import type { Target, Task } from './preprocessing.js';
import { isMissing, type Rows, textOf } from './rows.js';
import { at, type Column, type NumberColumn, type Table } from './table.js';

/** At most this many different whole numbers are taken for classes where the config does not say. */
const maxInferredClasses = 20;

interface Choice {
  readonly task: Task;
  readonly kind: Target['kind'];
  /** How it was found out, where the config did not say. */
  readonly note?: string;
}

/**
 * What the target columns are, as the config's task, what the loss takes (`targets`) and the data say, in this order. Text
 * means classes. One column of at most 20 different whole numbers means classes too, unless task or loss speak of numbers.
 */
export function chooseTarget(
  table: Table,
  names: readonly string[],
  rows: Rows,
  task: Task | undefined,
  targets: TargetKind | undefined,
): Choice {
  if (task === 'reconstruction') return { task, kind: 'reconstruction' };
  if (names.length === 0)
    throw new MlpError(
      'config',
      'data.target: absent; name the column to predict (or set task to "reconstruction")',
    );
  const columns = names.map((name) => table.columns.get(name)!);
  return columns.length === 1
    ? chooseOne(table, columns[0], rows, task, targets)
    : chooseSeveral(table, columns, rows, task, targets);
}

function chooseOne(
  table: Table,
  column: Column,
  rows: Rows,
  task: Task | undefined,
  targets: TargetKind | undefined,
): Choice {
  const { name } = column;
  if (column.type === 'category') {
    if (task === 'regression') throw textTarget(table, column, rows);
    return { task: 'classification', kind: 'classes', ...noted(task, `its target ${name} holds text`) };
  }
  const distinct = new Set(Float64Array.from(rows, (row) => column.values[row]));
  const isFractions = [...distinct].every((value) => value >= 0 && value <= 1);
  if (task === 'regression') return { task, kind: targets === 'labels' ? 'labels' : 'numbers' };
  if (targets === 'labels' && isFractions && distinct.size > 2)
    return {
      task: 'classification',
      kind: 'labels',
      ...noted(task, `its target ${name} holds probabilities, and the loss takes them`),
    };
  if (task === 'classification' || targets === 'labels' || targets === 'distribution')
    return { task: 'classification', kind: 'classes', ...noted(task, 'its loss is one for classes') };
  if (targets === 'numbers')
    return { task: 'regression', kind: 'numbers', ...noted(task, 'its loss is one for numbers') };
  const isWhole = [...distinct].every(Number.isInteger);
  if (isWhole && distinct.size <= maxInferredClasses)
    return {
      task: 'classification',
      kind: 'classes',
      ...noted(task, `its target ${name} has ${distinct.size} different values, all whole numbers`),
    };
  const because = isWhole ? `more than ${maxInferredClasses} different values` : 'numbers that are not whole';
  return { task: 'regression', kind: 'numbers', ...noted(task, `its target ${name} has ${because}`) };
}

function chooseSeveral(
  table: Table,
  columns: readonly Column[],
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
      ...noted(task, `its loss takes ${targets === 'labels' ? 'labels of 0 and 1' : 'distributions'}`),
    };
  if (task === 'classification') {
    const sumsToOne = rows.every((row) => Math.abs(sum(numbers, row) - 1) <= sumTolerance);
    return { task, kind: sumsToOne ? 'distribution' : 'labels' };
  }
  return { task: 'regression', kind: 'numbers', ...noted(task, `it has ${columns.length} numeric targets`) };
}

const noted = (task: Task | undefined, because: string): { note?: string } =>
  task === undefined ? { note: because } : {};

function textTarget(table: Table, column: Column, rows: Rows): MlpError {
  const row = rows.find((candidate) => !isMissing(column, candidate))!;
  return new MlpError(
    'data',
    `${at(table, row, column.name)}: ${JSON.stringify(textOf(column, row))} is no number, as regression and several targets ` +
      'need it; choose another target, or for classes one target and task "classification"',
  );
}

/** The class names among the rows, in order. */
export function classNames(table: Table, name: string, rows: Rows): string[] {
  const column = table.columns.get(name)!;
  const classes = new Set<string>();
  for (const row of rows) if (!isMissing(column, row)) classes.add(textOf(column, row));
  return sortLabels(classes);
}

/** For each row the index of its class among `classes`; −1 where it is none of them or missing. */
export function classIndices(table: Table, name: string, rows: Rows, classes: readonly string[]): Int32Array {
  const column = table.columns.get(name)!;
  if (column.type === 'category') {
    const indices = indexTexts(column.categories, classes);
    return Int32Array.from(rows, (row) => (column.codes[row] < 0 ? -1 : indices[column.codes[row]]));
  }
  const indices = new Map(classes.map((label, i) => [label, i]));
  return Int32Array.from(rows, (row) => indices.get(String(column.values[row])) ?? -1);
}

/** The classes of the training rows: at least two. */
export function fitClasses(table: Table, name: string, rows: Rows): string[] {
  const classes = classNames(table, name, rows);
  if (classes.length === 1)
    throw new MlpError(
      'data',
      `${table.name}: column ${name} has but one class, ${JSON.stringify(classes[0])}, in the training rows; at least two are needed`,
    );
  if (classes.length > maxCategories)
    throw new MlpError(
      'data',
      `${table.name}: column ${name} has ${classes.length} different values, more than ${maxCategories} classes; is the task "regression"?`,
    );
  return classes;
}

/**
 * The columns of t, by rows. `part` names the rows in messages (the validation split, say). Errors: a missing value, a class
 * that training did not have, labels that are not from 0 to 1, a distribution that does not sum to 1.
 */
export function encodeTarget(
  table: Table,
  target: Exclude<Target, { kind: 'reconstruction' }>,
  rows: Rows,
  part: string,
): Float64Array {
  if (target.kind === 'classes') {
    const column = table.columns.get(target.name)!;
    const indices = classIndices(table, target.name, rows, target.classes);
    const unknown = indices.findIndex((index) => index < 0);
    if (unknown < 0) return Float64Array.from(indices);
    const row = rows[unknown];
    if (isMissing(column, row)) throw missingValue(table, row, target.name);
    throw new MlpError(
      'data',
      `${at(table, row, target.name)}: the class ${JSON.stringify(textOf(column, row))} is in ${part}, but no training row ` +
        `has it; the classes are ${target.classes.slice(0, 10).join(', ')}${target.classes.length > 10 ? ', …' : ''}`,
    );
  }
  const columns = target.names.map((name) => table.columns.get(name) as NumberColumn);
  const t = new Float64Array(rows.length * columns.length);
  let k = 0;
  for (const row of rows) {
    columns.forEach(({ name, values }, j) => {
      const value = values[row];
      if (Number.isNaN(value)) throw missingValue(table, row, name);
      if (target.kind === 'numbers') t[k] = (value - target.center[j]) / target.scale[j];
      else t[k] = value;
      if (!Number.isFinite(t[k])) throw tooLarge(table, row, name);
      if (target.kind !== 'numbers' && (value < 0 || value > 1)) throw notFraction(table, row, name, value);
      k++;
    });
    if (target.kind === 'distribution' && Math.abs(sum(columns, row) - 1) > sumTolerance)
      throw new MlpError(
        'data',
        `${at(table, row)}: the targets ${target.names.join(', ')} sum to ${sum(columns, row)}, but a distribution sums to 1`,
      );
  }
  return t;
}

/** How far from 1 a distribution written in decimals may sum. */
const sumTolerance = 1e-6;

const sum = (columns: readonly NumberColumn[], row: number): number =>
  columns.reduce((total, { values }) => total + values[row], 0);

const notFraction = (table: Table, row: number, name: string, value: number): MlpError =>
  new MlpError(
    'data',
    `${at(table, row, name)}: the target is ${value}, but the loss takes values from 0 to 1`,
  );

const tooLarge = (table: Table, row: number, name: string): MlpError =>
  new MlpError('data', `${at(table, row, name)}: the target is not a finite number once it is scaled`);

/** The weights of the rows: finite, 0 or more, not all 0. */
export function encodeWeights(table: Table, name: string, rows: Rows, part: string): Float64Array {
  const { values } = table.columns.get(name) as NumberColumn;
  let total = 0;
  const weights = Float64Array.from(rows, (row) => {
    const weight = values[row];
    if (Number.isNaN(weight)) throw missingValue(table, row, name);
    if (weight < 0)
      throw new MlpError(
        'data',
        `${at(table, row, name)}: the weight ${weight} is negative; weights are 0 or more`,
      );
    total += weight;
    return weight;
  });
  if (total > 0 && Number.isFinite(total)) return weights;
  const what = total === 0 ? 'are all 0' : 'sum to more than a double holds';
  throw new MlpError('data', `${table.name}: the weights (column ${name}) of ${part} ${what}`);
}
