import { weekdayOf } from './calendar.js';
import { type Field, monthNames, weekdayNames } from './moment.js';
import type { Moment } from './parts.js';
import { usualFirst } from './short_years.js';

/** Meaning of a directive of a format. */
export interface Directive {
  /** Regular expression of what it matches, without groups that capture. */
  readonly pattern: string;
  /** Field that it gives; absent where the text says nothing of its own, as the name of a weekday. */
  readonly field?: Field | 'fraction' | 'half' | 'offset';
  /** The field's value; a number of digits where left out. */
  readonly value?: (text: string) => number;
  /** Writes it for a moment, by the clock of UTC. */
  readonly write: (moment: Moment) => string;
  readonly meaning: string;
}

const two = (value: number): string => String(value).padStart(2, '0');
const hourOf = ({ time }: Moment): number => Math.floor(time / 3600);

const shortMonths = monthNames.map((name) => name.slice(0, 3));
const monthOf = (text: string): number =>
  shortMonths.findIndex((name) => name.toLowerCase() === text.slice(0, 3).toLowerCase()) + 1;
const anyOf = (names: readonly string[]) => `(?:${names.join('|')})`;

/** The directive of a year of two digits, of the hundred years from `first` on. */
export function shortYear(first: number): Directive {
  return {
    pattern: String.raw`\d{2}`,
    field: 'year',
    value: (text) => first + ((Number(text) + 100 - (first % 100)) % 100),
    write: ({ year }) => two(year % 100),
    meaning: `year, 2 digits, of ${first} to ${first + 99}`,
  };
}

/** The directives of Python's (and C's) strptime that formats know; names are English, in any case. */
export const directives: Readonly<Record<string, Directive>> = {
  Y: {
    pattern: String.raw`\d{4}`,
    field: 'year',
    write: ({ year }) => String(year).padStart(4, '0'),
    meaning: 'year, 4 digits',
  },
  y: {
    ...shortYear(usualFirst),
    meaning:
      'year, 2 digits, of 1969 to 2068; with the first of other hundred years, %1930y, of 1930 to 2029',
  },
  m: { pattern: String.raw`\d{1,2}`, field: 'month', write: ({ month }) => two(month), meaning: 'month' },
  b: {
    pattern: anyOf(shortMonths),
    field: 'month',
    value: monthOf,
    write: ({ month }) => shortMonths[month - 1],
    meaning: 'Jan',
  },
  B: {
    pattern: anyOf(monthNames),
    field: 'month',
    value: monthOf,
    write: ({ month }) => monthNames[month - 1],
    meaning: 'January',
  },
  d: { pattern: String.raw`\d{1,2}`, field: 'day', write: ({ day }) => two(day), meaning: 'day' },
  H: {
    pattern: String.raw`\d{1,2}`,
    field: 'hour',
    write: (moment) => two(hourOf(moment)),
    meaning: 'hour, 0 to 24',
  },
  I: {
    pattern: '(?:0?[1-9]|1[0-2])',
    field: 'hour',
    write: (moment) => two(((hourOf(moment) + 11) % 12) + 1),
    meaning: 'hour, 1 to 12, with %p',
  },
  p: {
    pattern: String.raw`[AP]\.?M\.?`,
    field: 'half',
    value: (text) => (/^p/i.test(text) ? 12 : 0),
    write: (moment) => (hourOf(moment) < 12 ? 'AM' : 'PM'),
    meaning: 'AM or PM',
  },
  M: {
    pattern: String.raw`\d{1,2}`,
    field: 'minute',
    write: ({ time }) => two(Math.floor(time / 60) % 60),
    meaning: 'minute',
  },
  S: {
    pattern: String.raw`\d{1,2}`,
    field: 'second',
    write: ({ time }) => two(time % 60),
    meaning: 'second',
  },
  f: {
    pattern: String.raw`\d+`,
    field: 'fraction',
    value: (text) => Number(`0.${text}`),
    write: () => '0',
    meaning: 'fraction of a second, any number of digits',
  },
  z: {
    pattern: String.raw`(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)`,
    field: 'offset',
    write: () => 'Z',
    meaning: 'offset from UTC: Z, +02:00, +0200',
  },
  a: {
    pattern: anyOf(weekdayNames.map((name) => name.slice(0, 3))),
    write: ({ date }) => weekdayNames[weekdayOf(date)].slice(0, 3),
    meaning: 'Mon, which is not looked at',
  },
  A: {
    pattern: anyOf(weekdayNames),
    write: ({ date }) => weekdayNames[weekdayOf(date)],
    meaning: 'Monday, which is not looked at',
  },
  '%': { pattern: '%', write: () => '%', meaning: 'a %' },
};
