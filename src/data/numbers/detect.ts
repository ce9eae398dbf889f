import { greatest } from '../../range.js';
import { holdsDigits, isBound, isMultiplier, isUnit, sameUnit, takeApart } from './affix.js';
import {
  cellsOf,
  chooseFormat,
  type Group,
  isOutside,
  known,
  type PlainNumbers,
  readers,
  type Separators,
  thousandsComma,
  thousandsPoint,
} from './choose_format.js';
import { numberReader } from './format.js';

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
  /**
   * Another format that reads all cells, and the example's number by it: 1,234 is 1234 or 1.234. `cells` is their
   * number, where these are decimals or a second spelling of thousands: beside 2 037.
   */
  readonly other?: Separators & { readonly value: number; readonly cells?: number };
  /** Number of cells that are bounds, not values, and the first of them. */
  readonly bounds: number;
  readonly bound?: string;
  /** Number of cells with a unit, where others have none, and whether all of those are from 0 to 1. */
  readonly inPart?: { readonly cells: number; readonly areShares: boolean };
}

/**
 * Finds out in which format the cells of a column that are no numbers are numbers, from their texts one by one. What
 * would be a guess is none: several units, several currencies.
 */
export class FormatDetector {
  private readonly groups = new Map<string, Group>();
  /** Cells that hold digits and no letters but those of a currency, and the first of them. */
  readonly digits: { count: number; first?: string } = { count: 0 };

  get isEmpty(): boolean {
    return this.groups.size === 0;
  }

  /** Takes in a text that is no number as it stands, and the number of its cells. */
  add(text: string, count = 1): void {
    if (holdsDigits(text)) {
      this.digits.count += count;
      this.digits.first ??= text;
    }
    const parts = takeApart(text);
    if (!parts) return;
    const { prefix, number, suffix, isNegated } = parts;
    const key = `${prefix}\0${suffix}\0${isNegated}`;
    let group = this.groups.get(key);
    if (!group) {
      if (this.groups.size === mostAffixes) return;
      group = {
        prefix,
        suffix,
        isNegated,
        first: text,
        count: 0,
        grouped: 0,
        commas: 0,
        read: known.map(() => 0),
        outside: known.map(() => 0),
      };
      this.groups.set(key, group);
    }
    group.count += count;
    const isGrouped = number.includes('.') && Number.isFinite(readers[thousandsPoint](number));
    const hasCommas = number.includes(',') && Number.isFinite(readers[thousandsComma](number));
    if (isGrouped) group.grouped += count;
    if (hasCommas) group.commas += count;
    if (isGrouped || hasCommas) group.firstGrouped ??= text;
    readers.forEach((read, i) => {
      const value = read(number);
      if (Number.isFinite(value)) group.read[i] += count;
      if (isOutside(value)) group.outside[i] += count;
    });
  }

  /** The format that reads the most cells, and more than are numbers as they stand; `delimiter` is that of the file. */
  best(plain: PlainNumbers, delimiter = ','): DetectedFormat | undefined {
    const groups = this.usable(plain);
    if (groups.length === 0) return undefined;
    const found = chooseFormat(groups, plain, delimiter);
    if (!found) return undefined;
    const { choice, most, other, spelled } = found;
    const used = groups.filter(({ read }) => read[choice] > 0);
    // nothing but bounds are brackets, such as <=50K and >50K, and nothing but negative numbers are no amounts
    const isFew = (group: readonly Group[]) => 2 * cellsOf(group, choice) <= most;
    if (
      !isFew(used.filter(isBound)) ||
      cellsOf(
        used.filter(({ isNegated, suffix }) => isNegated || suffix === '-'),
        choice,
      ) === most
    )
      return undefined;
    const shown = used.reduce((a, b) =>
      shows(b, choice, other !== undefined) > shows(a, choice, other !== undefined) ? b : a,
    );
    const grouped = spelled > 0 ? used.find(({ firstGrouped }) => firstGrouped)?.firstGrouped : undefined;
    const text = grouped ?? (spelled > 0 ? plain.groupable?.toFixed(3) : undefined) ?? shown.first;
    const bounds = used.filter(isBound);
    const hasNegated = used.some(({ isNegated }) => isNegated);
    const valueBy = (i: number) => {
      const { prefix, suffix, isNegated } = takeApart(text)!;
      return numberReader({
        ...known[i],
        prefix: unique([prefix, isNegated ? '(' : '']),
        suffix: unique([suffix, isNegated ? ')' : '']),
      })(text);
    };
    return {
      ...known[choice],
      prefix: unique([...used.map(({ prefix }) => prefix), hasNegated ? '(' : '']),
      suffix: unique([...used.map(({ suffix }) => suffix), hasNegated ? ')' : '']),
      numbers: most,
      gained: most - plain.whole - plain.fractions,
      example: { text, value: valueBy(choice) },
      ...(other !== undefined && {
        other: { ...known[other], value: valueBy(other), ...(spelled > 0 && { cells: spelled }) },
      }),
      bounds: cellsOf(bounds, choice),
      ...(bounds.length > 0 && { bound: bounds[0].first }),
      ...inPart(used, choice, most, plain),
    };
  }

  /** The suffixes of numbers, where these are of several units; the commonest first. */
  get units(): readonly string[] {
    const units = new Map<string, { suffix: string; count: number }>();
    for (const { suffix, count, read } of this.groups.values()) {
      if (count < fewest || !hasUnit(suffix) || !read.some((cells) => cells > 0)) continue;
      const unit = units.get(sameUnit(suffix)) ?? { suffix, count: 0 };
      unit.count += count;
      units.set(sameUnit(suffix), unit);
    }
    const found = [...units.values()].sort((a, b) => b.count - a.count);
    return found.length > 1 || found.some(({ suffix }) => isMultiplier(suffix))
      ? found.map(({ suffix }) => suffix)
      : [];
  }

  /** Number of cells that are numbers, with whatever stands before and behind them. */
  get numbers(): number {
    return [...this.groups.values()].reduce((sum, { read }) => sum + greatest(read), 0);
  }

  /** The groups of cells that may be numbers together. */
  private usable(plain: PlainNumbers): readonly Group[] {
    const groups = [...this.groups.values()].filter(({ read }) => read.some((count) => count > 0));
    const isSlip = ({ prefix, suffix, count, isNegated }: Group) =>
      count < fewest && (prefix + suffix !== '' || isNegated) && !isBound({ prefix, suffix });
    const kept = groups.filter((group) => !isSlip(group));
    const units = kept.filter(({ suffix }) => hasUnit(suffix));
    const unit = commonest(units, ({ suffix }) => sameUnit(suffix));
    const currency = commonest(
      kept.filter((group) => group.prefix !== '' && !isBound({ ...group, suffix: '' })),
      ({ prefix }) => prefix,
    );
    const hasPlus = groups.some(({ suffix }) => suffix === '+');
    const bare =
      plain.whole +
      plain.fractions +
      kept.reduce((sum, { suffix, count }) => sum + (suffix === '' || suffix === '-' ? count : 0), 0);
    return kept.filter((group) => {
      const { prefix, suffix } = group;
      if (hasUnit(suffix) && sameUnit(suffix) !== unit) return false;
      // grades are 2- and 2+
      if (suffix === '-' && hasPlus) return false;
      if (isMultiplier(suffix) && bare > 0) return false;
      return prefix === '' || isBound({ prefix, suffix: '' }) || prefix === currency;
    });
  }
}

/** Counts the cells with a unit, where others have none. */
function inPart(groups: readonly Group[], choice: number, most: number, plain: PlainNumbers) {
  const withUnit = groups.filter(isUnit);
  const cells = cellsOf(withUnit, choice);
  if (cells === 0 || cells === most) return {};
  const bare = groups.filter((group) => !isUnit(group));
  const outside = bare.reduce((sum, group) => sum + group.outside[choice], plain.outside ?? 0);
  return { inPart: { cells, areShares: outside === 0 && withUnit.some(({ suffix }) => suffix === '%') } };
}

/** True of a suffix that is neither that of a bound nor a minus. */
const hasUnit = (suffix: string): boolean => !['', '+', '-'].includes(suffix);

/** Rank of a group as an example of a format: a negative one best, then by the cells that can be read in two ways. */
function shows({ read, grouped, isNegated, suffix }: Group, format: number, isOpen: boolean): number {
  if (isNegated || suffix === '-') return Number.MAX_VALUE;
  return isOpen && known[format].thousands === '.' ? grouped : read[format];
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
