import type { Value } from '../../model/answers.js';

/** Distance of the answers of an export from those of the engine. */
export interface Comparison {
  readonly rows: number;
  /** Rows without an answer, of both. */
  readonly without: number;
  /** Largest difference between two numbers, over the size of the engine's where that is above 1. */
  readonly difference: number;
  /** Rows in which a class or a label differs, or one of both has no answer, or none that is finite. */
  readonly otherRows: number;
  /** The first row that differs, from 1. */
  readonly first: number | null;
}

/** Compares answers as they come. */
export class Comparing {
  private rows = 0;
  private without = 0;
  private difference = 0;
  private otherRows = 0;
  private first: number | null = null;

  /** Takes the answers of the engine and those of an export to the same row. */
  add(expected: readonly (Value | null)[], given: readonly (Value | null)[]): void {
    this.rows++;
    if (expected[0] === null && given[0] === null) {
      this.without++;
      return;
    }
    const differences = expected.map((value, j) => differenceOf(value, given[j]));
    if (differences.some(Number.isNaN)) this.otherRows++;
    const largest = differences.reduce((most, each) => Math.max(most, each || 0), 0);
    this.difference = Math.max(this.difference, largest);
    if (differences.some((each) => each !== 0)) this.first ??= this.rows;
  }

  get result(): Comparison {
    const { rows, without, difference, otherRows, first } = this;
    return { rows, without, difference, otherRows, first };
  }
}

/** The difference of two numbers, 0 where they are the same bits; NaN where one is none or infinite, and not the other. */
function differenceOf(expected: Value | null, given: Value | null): number {
  // a runtime of ONNX has one value for both
  if (isNone(expected) && isNone(given)) return 0;
  if (Object.is(expected, given)) return 0;
  if (!isFiniteNumber(expected) || !isFiniteNumber(given)) return Number.NaN;
  return Math.abs(expected - given) / Math.max(1, Math.abs(expected)) || Number.MIN_VALUE;
}

const isFiniteNumber = (value: Value | null): value is number => Number.isFinite(value);

function isNone(value: Value | null): boolean {
  return value === null || Number.isNaN(value);
}
