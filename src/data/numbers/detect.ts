import { greatest } from '../../range.js';
import { isBound, isMultiplier, sameUnit, takeApart } from './affix.js';
import { type NumberFormat, numberReader } from './format.js';

type Separators = Pick<NumberFormat, 'decimal' | 'thousands'>;

/** Formats that are thought of, the more usual first. */
const known: readonly Separators[] = [
  { decimal: '.', thousands: '' },
  { decimal: ',', thousands: '' },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
];
const readers = known.map((separators) => numberReader({ ...separators, prefix: [], suffix: [] }));
const decimalComma = 1;
const thousandsComma = 2;

/** True of currencies of countries that write a decimal point. */
const isPointCurrency = (prefix: string): boolean => /[$£¥₹]$/.test(prefix);

/** Different affixes that are kept apart: a column of names has as many as rows. */
const mostAffixes = 50;
/** Fewest cells that an affix stands in for it to be no slip. */
const fewest = 2;
/** Share of the cells with a suffix that one unit has to have. */
const unitShare = 0.9;

/** A format that makes numbers of a column's cells. */
export interface DetectedFormat extends Separators {
  readonly prefix: readonly string[];
  readonly suffix: readonly string[];
  /** Number of cells that are numbers by it and are none as they stand. */
  readonly gained: number;
  /** Number of cells that are numbers by it. */
  readonly numbers: number;
  /** A cell, and its number. */
  readonly example: { readonly text: string; readonly value: number };
  /** Another format that reads all cells, and the example's number by it: 1,234 is 1234 or 1.234. */
  readonly other?: Separators & { readonly value: number };
  /** Number of cells that are bounds, not values, and the first of them. */
  readonly bounds: number;
  readonly bound?: string;
}

interface Group {
  readonly prefix: string;
  readonly suffix: string;
  readonly first: string;
  count: number;
  /** Number of cells that each format reads. */
  readonly read: number[];
}

/** Numbers of a column as they stand: whole ones, and those with a point, of which some look like 1.234 (`grouped`). */
export interface PlainNumbers {
  readonly whole: number;
  readonly fractions: number;
  readonly grouped: number;
  /** The largest of the whole ones, without its sign. */
  readonly largest: number;
}

/**
 * Finds out in which format the cells of a column that are no numbers are numbers, from their texts one by one. What
 * would be a guess is none: several units, several currencies.
 */
export class FormatDetector {
  private readonly groups = new Map<string, Group>();

  get isEmpty(): boolean {
    return this.groups.size === 0;
  }

  /** Takes in a text that is no number as it stands, and the number of its cells. */
  add(text: string, count = 1): void {
    const parts = takeApart(text);
    if (!parts) return;
    const { prefix, number, suffix } = parts;
    const key = `${prefix}\0${suffix}`;
    let group = this.groups.get(key);
    if (!group) {
      if (this.groups.size === mostAffixes) return;
      group = { prefix, suffix, first: text, count: 0, read: known.map(() => 0) };
      this.groups.set(key, group);
    }
    group.count += count;
    readers.forEach((read, i) => {
      if (Number.isFinite(read(number))) group.read[i] += count;
    });
  }

  /** The format that reads the most cells, and more than are numbers as they stand; `delimiter` is that of the file. */
  best(plain: PlainNumbers, delimiter = ','): DetectedFormat | undefined {
    const groups = this.usable(plain);
    if (groups.length === 0) return undefined;
    const counts = known.map(({ decimal, thousands }, i) => {
      const fractions = decimal === '.' ? plain.fractions : thousands === '.' ? plain.grouped : 0;
      return plain.whole + fractions + groups.reduce((sum, { read }) => sum + read[i], 0);
    });
    const most = greatest(counts);
    let choice = counts.indexOf(most);
    if (most <= plain.whole + plain.fractions) return undefined;
    const isEither = choice === decimalComma && counts[thousandsComma] === most;
    const isCertain = plain.largest >= 1000 || groups.some(({ prefix }) => isPointCurrency(prefix));
    const isOpen = isEither && !isCertain;
    if (isEither && (isCertain || delimiter !== ';')) choice = thousandsComma;
    const used = groups.filter(({ read }) => read[choice] > 0);
    const example = used.reduce((a, b) => (b.read[choice] > a.read[choice] ? b : a));
    const bounds = used.filter(isBound);
    const other = choice === decimalComma ? thousandsComma : decimalComma;
    const valueBy = (i: number) => {
      const { prefix, suffix } = example;
      return numberReader({
        ...known[i],
        prefix: prefix === '' ? [] : [prefix],
        suffix: suffix === '' ? [] : [suffix],
      })(example.first);
    };
    return {
      ...known[choice],
      prefix: unique(used.map(({ prefix }) => prefix)),
      suffix: unique(used.map(({ suffix }) => suffix)),
      numbers: most,
      gained: most - plain.whole - plain.fractions,
      example: { text: example.first, value: valueBy(choice) },
      ...(isOpen && { other: { ...known[other], value: valueBy(other) } }),
      bounds: bounds.reduce((sum, { read }) => sum + read[choice], 0),
      ...(bounds.length > 0 && { bound: bounds[0].first }),
    };
  }

  /** The groups of cells that may be numbers together. */
  private usable(plain: PlainNumbers): readonly Group[] {
    const groups = [...this.groups.values()].filter(({ read }) => read.some((count) => count > 0));
    const isSlip = ({ prefix, suffix, count }: Group) =>
      count < fewest && prefix + suffix !== '' && !isBound({ prefix, suffix });
    const kept = groups.filter((group) => !isSlip(group));
    const units = kept.filter(({ suffix }) => suffix !== '' && suffix !== '+');
    const unit = commonest(units, ({ suffix }) => sameUnit(suffix));
    const currency = commonest(
      kept.filter((group) => group.prefix !== '' && !isBound({ ...group, suffix: '' })),
      ({ prefix }) => prefix,
    );
    const bare =
      plain.whole +
      plain.fractions +
      kept.reduce((sum, { suffix, count }) => sum + (suffix === '' ? count : 0), 0);
    return kept.filter((group) => {
      const { prefix, suffix } = group;
      if (suffix !== '' && suffix !== '+' && sameUnit(suffix) !== unit) return false;
      if (isMultiplier(suffix) && bare > 0) return false;
      return prefix === '' || isBound({ prefix, suffix: '' }) || prefix === currency;
    });
  }
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].filter((text) => text !== '');

/** Finds what nearly all groups have in common, by their cells; undefined where they differ. */
function commonest(groups: readonly Group[], of: (group: Group) => string): string | undefined {
  const counts = new Map<string, number>();
  let total = 0;
  for (const group of groups) {
    counts.set(of(group), (counts.get(of(group)) ?? 0) + group.count);
    total += group.count;
  }
  return [...counts].find(([, count]) => count >= unitShare * total)?.[0];
}
