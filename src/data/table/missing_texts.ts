import { missingDate } from '../dates/index.js';
import { decimal } from '../numbers/decimal.js';
import { missingCategories, missingNumbers } from './cells.js';

/** Kind of a column by what is missing in it; `either` where it may yet be one of numbers or of categories. */
export type MissingKind = 'number' | 'category' | 'date' | 'either';

/** Texts that stand for a missing value in a column, and how often each has occurred. */
export class MissingTexts {
  /** Cells with each text. */
  readonly counts = new Map<string, number>();
  /** Numbers that stand for a missing value. */
  readonly numbers: readonly number[];
  private readonly sets: Readonly<Record<MissingKind, ReadonlySet<string>>>;
  /** Texts that have a code: that of index i is −1 − i. */
  private readonly coded: string[] = [];

  /** Takes a config's list, or the usual texts for each kind of column where there is none. */
  constructor(list: readonly string[] | undefined) {
    const set = (texts: readonly string[]) => new Set(texts.map((text) => text.trim()));
    const [number, category] = [set(list ?? missingNumbers), set(list ?? missingCategories)];
    const date = list ? number : new Set([...number, missingDate]);
    const either = new Set([...number].filter((text) => category.has(text)));
    this.sets = { number, category, date, either };
    this.numbers = [...number].map(decimal).filter((value) => !Number.isNaN(value));
  }

  /** The texts that are missing in a column of this kind. */
  of(kind: MissingKind): ReadonlySet<string> {
    return this.sets[kind];
  }

  /** A code of a text, below 0. */
  codeOf(text: string): number {
    const index = this.coded.indexOf(text);
    return -1 - (index < 0 ? this.coded.push(text) - 1 : index);
  }

  /** Counts a cell by the code of its text. */
  countCode(code: number): void {
    this.count(this.coded[-1 - code]);
  }

  /** Counts cells with a text. */
  count(text: string, cells = 1): void {
    this.counts.set(text, (this.counts.get(text) ?? 0) + cells);
  }
}
