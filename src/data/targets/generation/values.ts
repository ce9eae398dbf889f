import { sigmoidOf, softmaxOf, variance } from '../../../nn/likelihood/index.js';
import { integerBelow, normal, type Random, uniform } from '../../../random.js';
import { dateFormat } from '../../dates/index.js';
import { type ScaleFunction, scaleFunction } from '../../preprocessing/scale_function.js';
import type { CellType } from '../../table/cell_type.js';
import type { GenerationTarget } from '../target.js';
import {
  type GeneratedCategories,
  type GeneratedColumn,
  type GeneratedNumbers,
  levelCount,
} from './column.js';
import { placed } from './fields.js';
import { rounded } from './step.js';

const secondsOfDay = 86400;

/** Value of a column: a number, a date in seconds, a text; null where it is missing. */
export type GeneratedValue = number | string | null;

/** Gives values of a column as they are printed: dates in their format. */
export function printer(column: GeneratedColumn): (value: GeneratedValue) => GeneratedValue {
  if (column.kind !== 'date') return (value) => value;
  const { write } = dateFormat(column.format!);
  return (value) => (typeof value === 'number' ? write(value) : value);
}

/** The kind of a column's values as they are printed. */
export const printedKindOf = (column: GeneratedColumn): CellType =>
  column.kind === 'date' ? 'text' : kindOf(column);

/** The kind of a column's values. */
export function kindOf(column: GeneratedColumn): CellType {
  if (column.kind === 'category')
    return column.values.every((value) => typeof value === 'number') ? 'number' : 'text';
  const { kind, range, step } = column;
  if (kind === 'date')
    return step > 0 && [step, ...range].every((seconds) => seconds % secondsOfDay === 0) ? 'date' : 'moment';
  return step > 0 && [step, ...range].every(Number.isSafeInteger) ? 'whole' : 'number';
}

/** Reader of values, in the units of their columns, from rows of y and of t. */
export interface ValueReader {
  /** Draws the values of a row from the distributions whose parameters are y[at …]. */
  draw(y: Float64Array, at: number, rng: Random): GeneratedValue[];
  /** The values most likely by y[at …]: means, and the levels of the greatest probability. */
  likeliest(y: Float64Array, at: number): GeneratedValue[];
  /** The values that t[at …] is of; null too where it is of none. */
  observed(t: Float64Array, at: number): GeneratedValue[];
}

/** The reader of the columns of a generator. */
export function valueReader(target: GenerationTarget): ValueReader {
  const readers = placed(target).map(({ column, field, at }) => ({
    at,
    reader:
      field === null
        ? constant(column as GeneratedCategories)
        : column.kind === 'category'
          ? categories(column)
          : field.kind === 'value'
            ? plainNumbers(column)
            : numbers(column),
  }));
  return {
    draw: (y, from, rng) => readers.map(({ at, reader }) => reader.draw(y, from + at, rng)),
    likeliest: (y, from) => readers.map(({ at, reader }) => reader.likeliest(y, from + at)),
    observed: (t, from) => readers.map(({ at, reader }) => reader.observed(t, from + at)),
  };
}

interface CellReader {
  draw(y: Float64Array, k: number, rng: Random): GeneratedValue;
  likeliest(y: Float64Array, k: number): GeneratedValue;
  observed(t: Float64Array, k: number): GeneratedValue;
}

function constant({ values: [value] }: GeneratedCategories): CellReader {
  return { draw: () => value, likeliest: () => value, observed: () => value };
}

/** Values in the units of a column by scaled ones, within its range and rounded as it is. */
function valuesOf(column: GeneratedNumbers) {
  const { range, step } = column;
  const scaling: ScaleFunction = scaleFunction(column);
  const value = (x: number) => rounded(Math.min(Math.max(scaling.value(x), range[0]), range[1]), step);
  return { scaling, value };
}

function numbers(column: GeneratedNumbers): CellReader {
  const { step, mayMiss } = column;
  const { scaling, value } = valuesOf(column);
  const field = { ...column, kind: 'number' } as const;
  return {
    draw(y, k, rng) {
      const isMissing = mayMiss && uniform(rng) < sigmoidOf(y[k + 2]);
      // drawn in any case, so that the numbers of a row do not depend on which values are missing
      const drawn = y[k] + Math.sqrt(variance(y[k + 1], field)) * normal(rng);
      return isMissing ? null : value(drawn);
    },
    likeliest: (y, k) => (mayMiss && y[k + 2] > 0 ? null : value(y[k])),
    observed: (t, k) => (t[k + 1] === 0 ? null : rounded(scaling.value(t[k]), step)),
  };
}

/** Reader of numbers that a network gives as they are. */
function plainNumbers(column: GeneratedNumbers): CellReader {
  const { step, mayMiss } = column;
  const { scaling, value } = valuesOf(column);
  return {
    draw: (y, k, rng) => (mayMiss && uniform(rng) < sigmoidOf(y[k + 1]) ? null : value(y[k])),
    likeliest: (y, k) => (mayMiss && y[k + 1] > 0 ? null : value(y[k])),
    observed: (t, k) =>
      (mayMiss && t[k + 1] === 1) || Number.isNaN(t[k]) ? null : rounded(scaling.value(t[k]), step),
  };
}

function categories(column: GeneratedCategories): CellReader {
  const { values, mayMiss, rare = [] } = column;
  const levels = levelCount(column);
  const p = new Float64Array(levels);
  const valueAt = (level: number, other: () => string): GeneratedValue => {
    if (level < values.length) return values[level];
    return mayMiss && level === values.length ? null : other();
  };
  return {
    draw(y, k, rng) {
      softmaxOf(y, k, levels, p);
      let left = uniform(rng);
      let level = 0;
      while (level < levels - 1 && left >= p[level]) left -= p[level++];
      return valueAt(level, () => rare[integerBelow(rng, rare.length)]);
    },
    likeliest(y, k) {
      let level = 0;
      for (let j = 1; j < levels; j++) if (y[k + j] > y[k + level]) level = j;
      return valueAt(level, () => rare[0]);
    },
    observed(t, k) {
      for (let j = 0; j < levels; j++) if (t[k + j] === 1) return valueAt(j, () => rare[0]);
      return null;
    },
  };
}
