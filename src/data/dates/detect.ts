import { type DateFormat, dateFormat } from './format.js';
import { monthNames, weekdayNames } from './moment.js';
import { momentOf } from './parts.js';
import { firstYearOf, likelyFirst, withFirstYear } from './short_years.js';

/** Format that a column's texts are dates in. */
export interface DetectedDates {
  readonly format: string;
  /** Number of cells that are dates of the format. */
  readonly count: number;
  /** Number of cells that say that there is no date, as pandas does. */
  readonly missing: number;
  /** Another format in which as many are: 05/04/2024 is in April or in May. */
  readonly other?: string;
}

interface Counted {
  readonly format: DateFormat;
  /** Years of two digits, of a format with such. */
  readonly shortYears: Set<number>;
  count: number;
}

/** The text of a missing date in pandas. */
export const missingDate = 'NaT';

/** Longest text that is looked at. */
const longest = 40;
/** Different forms of texts, digits aside, that are looked at: dates have few, names as many as rows. */
const mostForms = 300;

/** Finds the format in which most of a column's texts are dates. */
export class DateDetector {
  private readonly forms = new Map<string, readonly DateFormat[]>();
  private missing = 0;
  private readonly formats = new Map<string, Counted>();
  /** First and last numbers of dates that can begin or end with a year of two digits. */
  private readonly firsts = new Set<number>();
  private readonly lasts = new Set<number>();

  /** Takes in a text, as often as it occurs. */
  add(text: string, count = 1): void {
    if (text === missingDate) this.missing += count;
    if (text.length > longest || !/\d/.test(text)) return;
    const form = text.replace(/\d/g, '0');
    let formats = this.forms.get(form);
    if (!formats) {
      if (this.forms.size === mostForms) return;
      formats = formatsOf(text).map(dateFormat);
      this.forms.set(form, formats);
    }
    for (const format of formats) {
      const seconds = format.read(text);
      if (typeof seconds === 'string') continue;
      const counted = this.formats.get(format.text) ?? { format, count: 0, shortYears: new Set() };
      counted.count += count;
      if (firstYearOf(format.text) !== undefined) counted.shortYears.add(momentOf(seconds).year % 100);
      this.formats.set(format.text, counted);
    }
    const ends = formats.some((format) => isYearFirst(format.text)) && twoEnds.exec(text)?.groups;
    if (ends) {
      this.firsts.add(Number(ends.first));
      this.lasts.add(Number(ends.last));
    }
  }

  /** The format of the most texts, if any are dates; of several the usual one. */
  get found(): DetectedDates | undefined {
    const unlikely = ({ format: { text } }: Counted) =>
      Number(isYearFirst(text) !== this.beginWithYear(text));
    const [first, second] = [...this.formats.values()].sort(
      (a, b) => b.count - a.count || unlikely(a) - unlikely(b) || rank(a.format.text) - rank(b.format.text),
    );
    if (!first) return undefined;
    const { text } = first.format;
    const other = second?.count === first.count ? textOf(second) : text;
    return {
      format: textOf(first),
      count: first.count,
      missing: this.missing,
      ...(order(other) !== order(text) && { other }),
    };
  }

  /**
   * Whether dates that can begin or end with a year of two digits begin with it: the other end has the days, which come
   * to 28; or, with dashes, as ISO 8601 has them, fewer different years than days.
   */
  private beginWithYear(format: string): boolean {
    const { firsts, lasts } = this;
    const haveDays = (numbers: Set<number>) => [...numbers].some((number) => number >= 28);
    if (haveDays(firsts) !== haveDays(lasts)) return haveDays(lasts);
    return /%[dmy]-/.test(format) && firsts.size < lasts.size;
  }
}

/** The text of a format, with the hundred years that its years of two digits are most likely of. */
const textOf = ({ format: { text }, shortYears }: Counted): string =>
  withFirstYear(text, likelyFirst(shortYears));

const isYearFirst = (format: string): boolean => /%y([./-])%m\1%d/.test(format);

/** The ends of a date of three short numbers. */
const twoEnds = /(?<!\d)(?<first>\d\d?)([./-])\d\d?\2(?<last>\d\d?)(?!\d)/;

/** The fields of a format in their order, however they are written. */
const order = (format: string): string => format.replaceAll('%B', '%b').replace(/[^%a-z]/gi, '');

/** Rank of a format among those that read the same texts: with strokes the month is first, else the day. */
function rank(format: string): number {
  const monthFirst = /^%m/.test(format);
  if (format.includes('%B')) return 2;
  return monthFirst === (format.includes('/') || format.includes('%p')) ? 0 : 1;
}

/** A time: its seconds with their fraction, the point of that, a space before AM or PM, a space before an offset. */
const time = new RegExp(
  String.raw`(?<!\d)\d{1,2}:\d\d(:\d\d(?:([.,])\d+)?)?(?:(\s?)[AP]\.?M\.?)?` +
    String.raw`(?:(\s?)(?:Z|UTC|GMT|[+-]\d\d:?\d\d)(?![\d:]))?`,
  'i',
);

/** Lists the formats that a text can be of, by its form; whether it is a date of them is another matter. */
function formatsOf(text: string): string[] {
  if (typeof dateFormat('iso').read(text) === 'number') return ['iso'];
  const clock = time.exec(text);
  if (!clock) return datesOf(text);
  const before = text.slice(0, clock.index);
  const after = text.slice(clock.index + clock[0].length);
  const format = clockFormat(clock);
  if (`${before}${after}`.trim() === '') return [format];
  // a mark that no date has holds the place of the time
  return datesOf(`${before}\u0001${after}`).map((date) => date.replace('\u0001', format));
}

function clockFormat([written, seconds, point, halfSpace, offsetSpace]: RegExpExecArray): string {
  const hasHalf = /[AP]\.?M/i.test(written);
  const hour = hasHalf ? '%I' : '%H';
  return [
    `${hour}:%M`,
    seconds === undefined ? '' : ':%S',
    point === undefined ? '' : `${point}%f`,
    hasHalf ? `${halfSpace ?? ''}%p` : '',
    offsetSpace === undefined ? '' : `${offsetSpace}%z`,
  ].join('');
}

/** Lists the formats that a date without its time can be of. */
function datesOf(text: string): string[] {
  const pieces = text.match(/\d+|[a-z]+|\s+|[^\da-z\s]/gi) ?? [];
  const numbers = pieces.filter((piece) => /^\d/.test(piece)).map(({ length }) => length);
  const fixed = pieces.map((piece) => (/^[a-z]/i.test(piece) ? nameDirective(piece) : piece));
  if (fixed.includes(undefined) || numbers.some((length) => length === 3 || length > 4)) return [];
  const months = fixed.filter((piece) => piece === '%b' || piece === '%B').length;
  if (months > 1) return [];
  const fill = (directives: readonly string[]) => {
    let next = 0;
    return fixed.map((piece) => (/^\d/.test(piece!) ? directives[next++] : piece)).join('');
  };
  return orders(numbers, months === 1, pieces).flatMap((directives) => {
    const format = fill(directives);
    // May is short and long
    return pieces.some((piece) => /^may$/i.test(piece)) ? [format, format.replace('%b', '%B')] : [format];
  });
}

/** Lists what the numbers of a date can be, by how many digits they have. */
function orders(numbers: readonly number[], hasMonth: boolean, pieces: readonly string[]): string[][] {
  const years = numbers.filter((length) => length === 4).length;
  if (years > 1) return [];
  if (hasMonth) {
    if (numbers.length === 1) return years === 1 ? [['%Y']] : pieces.includes('-') ? [['%y']] : [];
    if (numbers.length !== 2) return [];
    if (years === 0) return [['%d', '%y']];
    return [numbers[0] === 4 ? ['%Y', '%d'] : ['%d', '%Y']];
  }
  if (numbers.length === 2 && years === 1 && pieces.length === 3)
    return [numbers[0] === 4 ? ['%Y', '%m'] : ['%m', '%Y']];
  if (numbers.length !== 3 || !separatesAlike(pieces)) return [];
  if (numbers[0] === 4) return [['%Y', '%m', '%d']];
  if (numbers[2] === 4)
    return [
      ['%d', '%m', '%Y'],
      ['%m', '%d', '%Y'],
    ];
  // three short numbers with points or dashes may be a version, unless each has two digits
  if (numbers[2] !== 2 || (!pieces.includes('/') && numbers.some((length) => length !== 2))) return [];
  return [
    ['%d', '%m', '%y'],
    ['%m', '%d', '%y'],
    ['%y', '%m', '%d'],
  ];
}

/** True where the three numbers of a date have the same one of . / - between them. */
function separatesAlike(pieces: readonly string[]): boolean {
  const places = [...pieces.keys()].filter((i) => /^\d/.test(pieces[i]));
  const between = (i: number) => pieces.slice(places[i] + 1, places[i + 1]).join('');
  return ['.', '/', '-'].includes(between(0)) && between(0) === between(1);
}

/** The directive of a name in a date; undefined where a word is none. */
function nameDirective(word: string): string | undefined {
  const is = (name: string) => name.toLowerCase() === word.toLowerCase();
  if (monthNames.some((name) => is(name.slice(0, 3)))) return '%b';
  if (monthNames.some(is)) return '%B';
  if (weekdayNames.some((name) => is(name.slice(0, 3)))) return '%a';
  if (weekdayNames.some(is)) return '%A';
  return is('T') ? 'T' : undefined;
}
