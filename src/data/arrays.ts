import { MlpError } from '../errors.js';
import type { Dataset, Split } from './dataset.js';
import type { Preprocessing, Target } from './preprocessing/index.js';
import { plainCells } from './table/cells.js';
import { sumTolerance } from './targets/distribution.js';

/**
 * Kind of t: the index of a class in one column; columns of numbers, of labels from 0 to 1, of a distribution; or x
 * again.
 */
export type ArrayTarget =
  | { readonly kind: 'classes'; readonly classes: readonly string[] }
  | { readonly kind: 'numbers' | 'labels' | 'distribution'; readonly columns: number }
  | { readonly kind: 'reconstruction' };

/** Rows in memory, row by row: x is [rows, inputs], t is [rows, target columns] and left out for a reconstruction. */
export interface ArraySplit {
  readonly x: Float64Array;
  readonly t?: Float64Array;
  /** The weight of each row, 0 or more. */
  readonly weights?: Float64Array;
}

/** Data in memory, split already, from which a dataset is made. */
export interface Arrays {
  readonly train: ArraySplit;
  readonly validation?: ArraySplit;
  readonly test?: ArraySplit;
  /** Columns of x. */
  readonly inputs: number;
  readonly target: ArrayTarget;
}

/**
 * A dataset of numbers that are in memory already. They are taken as they are, neither copied nor scaled; the columns
 * are called x1, x2 … and y, or y1, y2 … where there are several.
 *
 * @throws MlpError `data` where lengths do not fit together, or a value is none that the target's kind allows.
 */
export function datasetFromArrays({ train, validation, test, inputs, target }: Arrays): Dataset {
  if (!Number.isInteger(inputs) || inputs < 1) throw refuse('inputs', `${inputs} is no positive integer`);
  if ('columns' in target && (!Number.isInteger(target.columns) || target.columns < 1))
    throw refuse('target.columns', `${target.columns} is no positive integer`);
  const split = (part: string, arrays: ArraySplit) => checked(part, arrays, inputs, target);
  return {
    task: taskOf(target),
    train: split('train', train),
    ...(validation && { validation: split('validation', validation) }),
    ...(test && { test: split('test', test) }),
    preprocessing: preprocessingOf(inputs, target),
    notes: [],
    warnings: [],
    sha256: {},
  };
}

const refuse = (path: string, problem: string) => new MlpError('data', `${path}: ${problem}`);

function taskOf({ kind }: ArrayTarget): Dataset['task'] {
  if (kind === 'reconstruction') return kind;
  return kind === 'numbers' ? 'regression' : 'classification';
}

function checked(part: string, { x, t, weights }: ArraySplit, inputs: number, target: ArrayTarget): Split {
  const rows = x.length / inputs;
  if (!Number.isInteger(rows) || rows === 0)
    throw refuse(`${part}.x`, `${x.length} numbers are no rows of ${inputs}`);
  refuseWhere(`${part}.x`, x, (value) => !Number.isFinite(value), 'a finite number');
  if (weights) checkWeights(`${part}.weights`, weights, rows);
  const weighted = weights && { weights };
  if (target.kind === 'reconstruction') {
    if (t) throw refuse(`${part}.t`, 'a reconstruction has no target but x; leave it out');
    return { rows, x, t: x, ...weighted };
  }
  const columns = target.kind === 'classes' ? 1 : target.columns;
  if (t?.length !== rows * columns)
    throw refuse(
      `${part}.t`,
      `expected ${rows * columns} numbers, ${columns} for each row, got ${t?.length ?? 'none'}`,
    );
  checkTargets(`${part}.t`, t, columns, target);
  return { rows, x, t, ...weighted };
}

function checkTargets(
  path: string,
  t: Float64Array,
  columns: number,
  target: Exclude<ArrayTarget, { kind: 'reconstruction' }>,
): void {
  if (target.kind === 'classes') {
    const { length } = target.classes;
    const isClass = (value: number) => Number.isInteger(value) && value >= 0 && value < length;
    refuseWhere(path, t, (value) => !isClass(value), `the index of one of ${length} classes`);
    return;
  }
  refuseWhere(path, t, (value) => !Number.isFinite(value), 'a finite number');
  if (target.kind === 'numbers') return;
  refuseWhere(path, t, (value) => value < 0 || value > 1, 'a number from 0 to 1');
  if (target.kind === 'labels') return;
  for (let from = 0; from < t.length; from += columns) {
    const sum = t.subarray(from, from + columns).reduce((total, value) => total + value, 0);
    if (Math.abs(sum - 1) > sumTolerance)
      throw refuse(`${path}[${from}]`, `a row of a distribution sums to 1, but this one to ${sum}`);
  }
}

function checkWeights(path: string, weights: Float64Array, rows: number): void {
  if (weights.length !== rows) throw refuse(path, `expected ${rows} weights, got ${weights.length}`);
  refuseWhere(path, weights, (value) => !(value >= 0), 'a number of 0 or more');
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0 || total === Infinity) throw refuse(path, `they sum to ${total}`);
}

function refuseWhere(
  path: string,
  values: Float64Array,
  isBad: (value: number) => boolean,
  expected: string,
) {
  const index = values.findIndex(isBad);
  if (index >= 0) throw refuse(`${path}[${index}]`, `expected ${expected}, got ${values[index]}`);
}

function preprocessingOf(inputs: number, target: ArrayTarget): Preprocessing {
  const numbered = (letter: string, count: number) =>
    Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
  const columns = 'columns' in target ? target.columns : 1;
  const names = columns === 1 ? ['y'] : numbered('y', columns);
  const features = numbered('x', inputs);
  return {
    delimiter: ',',
    header: true,
    comment: null,
    skip_rows: 0,
    cells: plainCells,
    columns: target.kind === 'reconstruction' ? features : [...features, ...names],
    features: features.map((name) => ({
      kind: 'number',
      name,
      missing: { action: 'error' },
      center: 0,
      scale: 1,
      encoding: { type: 'none' },
    })),
    target: targetOf(target, names),
    weight: null,
  };
}

function targetOf(target: ArrayTarget, names: readonly string[]): Target {
  const drop = false;
  switch (target.kind) {
    case 'reconstruction':
      return { kind: 'reconstruction' };
    case 'classes':
      return { kind: 'classes', name: names[0], type: 'category', drop, classes: target.classes };
    case 'numbers':
      return { kind: 'numbers', names, drop, center: names.map(() => 0), scale: names.map(() => 1) };
    default:
      return { kind: target.kind, names, drop };
  }
}
