import { DateDetector, type DetectedDates } from '../dates/index.js';
import { hasLeadingZero, infinite, isUnheld, isWhole } from '../numbers/decimal.js';
import { type DetectedFormat, FormatDetector } from '../numbers/detect.js';
import type { LookAlikes } from './look_alikes.js';

/** Place of a cell, for messages: its line, 0 where it has none, and its file, where the source has several. */
export interface Place {
  readonly line: number;
  /** Whether `line` is the number of a row, as the source has no lines. */
  readonly countsRows?: boolean;
  readonly file?: { readonly name: string; readonly header: readonly string[] };
}

/** A cell, for messages: what stands in it, and where. */
export interface Cell extends Place {
  readonly text: string;
}

/**
 * Kind of a text that is not written as JavaScript prints a number: no number, one that is not finite, a whole one with
 * zeros before it, a whole one that a double does not hold; `number` is any other number.
 */
export type CellKind = 'odd' | 'infinite' | 'padded' | 'unheld' | 'number';

export function kindOf(text: string, value: number): CellKind {
  if (Number.isFinite(value)) {
    if (hasLeadingZero(text)) return 'padded';
    return isUnheld(text, value) ? 'unheld' : 'number';
  }
  return Number.isNaN(infinite(text, value)) ? 'odd' : 'infinite';
}

type NotableKind = Exclude<CellKind, 'number'>;

/** Cells of one kind: their number, and the first of them. */
export interface Found {
  readonly count: number;
  readonly first: Cell;
}

/** Statistics of a column's cells, by which its type is decided. */
export interface CellFacts {
  readonly rows: number;
  /** Cells that are missing, by their text. */
  readonly missing: ReadonlyMap<string, number>;
  /** Cells of a column of categories that read like missing values and are none, by their text: n/a, None. */
  readonly looksMissing?: ReadonlyMap<string, number>;
  /** Texts of a column of categories that look the same and are different, by groups. */
  readonly lookAlikes?: readonly LookAlikes[];
  /** Cells that are finite numbers, in digits of any form. */
  readonly numbers: number;
  readonly found: Readonly<Partial<Record<NotableKind, Found>>>;
  /** Whether the source has types, and says that these are texts. */
  readonly areTexts?: boolean;
  /** Two texts of one whole number. */
  readonly twice?: readonly [string, string];
  /** Two texts of one number, at least one of them with a point: 1.1 and 1.10. */
  readonly respelled?: readonly [string, string];
  /** True where all numbers with a point look like thousands: 3.803 beside 868 may be 3803. */
  readonly looksGrouped: boolean;
  /** The first number with a point where all of these may be thousands, if the other columns say so: 3.803. */
  readonly groupable?: number;
  /** Number of different texts; undefined where it was not counted, Infinity where there are too many for categories. */
  readonly distinct?: number;
  /** The place of the first text that was one too many for categories. */
  readonly overflow?: Place;
  /** Cells with a unit that the config names, and those of them that are not from 0 to 1; undefined where it names none. */
  readonly withUnit?: { readonly count: number; readonly outside: number };
  /** A cell with another unit than the config names. */
  readonly otherUnit?: string;
  /** The format in which more cells are numbers. */
  readonly format?: DetectedFormat;
  /** Cells that hold digits and no letters, though they are no numbers, where no format makes numbers of them. */
  readonly unread?: { readonly count: number; readonly first: string };
  /** Units of cells that are numbers in several of them, and the number of such cells: 5 kg beside 11 lbs. */
  readonly units?: { readonly suffixes: readonly string[]; readonly cells: number };
  /** The format in which most of the texts that are no numbers are dates. */
  readonly dates?: DetectedDates;
}

/** Collects the facts on texts that are not as JavaScript prints numbers. */
export class FactsCollector {
  readonly found: Partial<Record<NotableKind, { count: number; readonly first: Cell }>> = {};
  readonly detector = new FormatDetector();
  readonly dates = new DateDetector();
  twice: readonly [string, string] | undefined;
  respelled: readonly [string, string] | undefined;
  private readonly wholes = new Map<number, string>();
  private readonly spellings = new Map<number, string>();

  add(text: string, value: number, place: Place, count = 1): CellKind {
    const kind = kindOf(text, value);
    if (kind === 'number') return kind;
    const found = this.found[kind];
    if (found) found.count += count;
    else this.found[kind] = { count, first: { text, ...place } };
    if (kind === 'odd') {
      this.detector.add(text, count);
      this.dates.add(text, count);
    }
    return kind;
  }

  /** Takes in a text of which all others are known, to find two of one number; the sign of zero is no matter. */
  compare(text: string, value: number): void {
    if (value === 0 || Number.isNaN(value)) return;
    if (isWhole(text)) this.twice ??= firstPair(this.wholes, value, text);
    const pair = firstPair(this.spellings, value, text);
    if (pair?.some((each) => !isWhole(each))) this.respelled ??= pair;
  }
}

/** Another text that is kept for a value, and this one; undefined where there is none, and this one is kept. */
function firstPair(texts: Map<number, string>, value: number, text: string): [string, string] | undefined {
  const other = texts.get(value);
  if (other === undefined) texts.set(value, text);
  return other === undefined || other === text ? undefined : [other, text];
}
