import { greatest } from '../../range.js';
import { type NumberFormat, numberReader } from './format.js';

/** Characters that numbers are divided by. */
export type Separators = Pick<NumberFormat, 'decimal' | 'thousands'>;

/** Formats that are thought of, the more usual first. */
export const known: readonly Separators[] = [
  { decimal: '.', thousands: '' },
  { decimal: ',', thousands: '' },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
  { decimal: '.', thousands: [',', ' '] },
  { decimal: ',', thousands: ['.', ' '] },
];
/** Readers of these. */
export const readers = known.map((separators) => numberReader({ ...separators, prefix: [], suffix: [] }));
const decimalComma = 1;
export const thousandsComma = 2;
const decimalPoint = 0;
export const thousandsPoint = 3;
const spacesPoint = 4;
const spacesComma = 5;
const commasSpaces = 8;
const pointsSpaces = 9;

/** Cells with the same before and behind their numbers. */
export interface Group {
  readonly prefix: string;
  readonly suffix: string;
  readonly first: string;
  readonly isNegated: boolean;
  count: number;
  /** Number of cells with a point that are numbers by thousands, too: 1.234. */
  grouped: number;
  /** Number of cells with a comma that are: 1,234. */
  commas: number;
  /** The first of these cells. */
  firstGrouped?: string;
  /** Number of cells that each format reads, and of those that are not from 0 to 1 by it. */
  readonly read: number[];
  readonly outside: number[];
}

/** Numbers of a column as they stand: whole ones, and those with a point, of which some look like 1.234 (`grouped`). */
export interface PlainNumbers {
  readonly whole: number;
  readonly fractions: number;
  readonly grouped: number;
  /** The largest of the whole ones, without its sign. */
  readonly largest: number;
  /** The first with a point where all of these may be thousands: 3.803. */
  readonly groupable?: number;
  /** Number of those that are not from 0 to 1. */
  readonly outside?: number;
}

/** Formats by their index in `known`. */
export interface Choice {
  readonly choice: number;
  readonly other?: number;
  /** Number of cells that the choice reads. */
  readonly most: number;
  readonly spelled: number;
}

/**
 * Chooses the format that reads the most cells, more than are numbers as they stand, and another where the cells do not
 * tell which of two it is; `spelled` is the number of cells that are decimals by it, and a second spelling of thousands
 * by the choice: 2,037 beside 2 037.
 */
export function chooseFormat(
  groups: readonly Group[],
  plain: PlainNumbers,
  delimiter: string,
): Choice | undefined {
  const counts = known.map(({ decimal, thousands }, i) => {
    const fractions = decimal === '.' ? plain.fractions : thousands.includes('.') ? plain.grouped : 0;
    return plain.whole + fractions + cellsOf(groups, i);
  });
  const most = greatest(counts);
  if (most <= plain.whole + plain.fractions) return undefined;
  const first = counts.indexOf(most);
  const both = (choice: number, other: number, spelled = 0) => ({ choice, most, other, spelled });
  const grouped = groups.reduce((sum, group) => sum + group.grouped, 0);
  if (first === decimalComma && counts[thousandsComma] === most) {
    if (plain.largest >= 1000 || groups.some(({ prefix }) => isPointCurrency(prefix)))
      return { choice: thousandsComma, most, spelled: 0 };
    return delimiter === ';' ? both(decimalComma, thousandsComma) : both(thousandsComma, decimalComma);
  }
  if (first === decimalPoint && counts[thousandsPoint] === most && grouped > 0)
    return groups.every((group) => group.grouped === 0 || isCommaCurrency(group))
      ? both(thousandsPoint, decimalPoint)
      : both(decimalPoint, thousandsPoint);
  if (first === spacesComma && counts[commasSpaces] === most)
    return both(
      commasSpaces,
      spacesComma,
      groups.reduce((sum, { commas }) => sum + commas, 0),
    );
  if (first === spacesPoint && counts[pointsSpaces] === most && grouped + plain.grouped > 0)
    return both(pointsSpaces, spacesPoint, grouped + plain.grouped);
  return { choice: first, most, spelled: 0 };
}

/** True of currencies of countries that write amounts with at most two decimals and a comma before them. */
const isCommaCurrency = ({ prefix, suffix }: Group): boolean =>
  /^(€|EUR|kr\.?|SEK|NOK|DKK|PLN|zł|CZK|Kč|R\$|BRL|₺|TL)$/.test(prefix || suffix);

/** True of currencies of countries that write a decimal point. */
const isPointCurrency = (prefix: string): boolean => /[$£¥₹]$/.test(prefix);

/** Number of cells of groups that a format reads. */
export const cellsOf = (groups: readonly Group[], format: number): number =>
  groups.reduce((sum, { read }) => sum + read[format], 0);

/** True of a number below 0 or above 1. */
export const isOutside = (value: number): boolean => value < 0 || value > 1;
