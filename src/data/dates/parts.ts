import {
  civilFromDays,
  type Day,
  daySeconds,
  daysFromCivil,
  daysInMonth,
  daysInYear,
  weekdayOf,
} from './calendar.js';
import type { DateFormat } from './format.js';
import type { Field } from './moment.js';

/** A moment, taken apart. */
export interface Moment extends Day {
  /** Days since 1970-01-01, with the fraction of the day. */
  readonly days: number;
  /** Whole days since then. */
  readonly date: number;
  /** Whole seconds since midnight. */
  readonly time: number;
}

/** Takes seconds since 1970-01-01T00:00:00Z apart, by the clock of UTC. */
export function momentOf(seconds: number): Moment {
  const whole = Math.floor(seconds);
  const date = Math.floor(whole / daySeconds);
  return { ...civilFromDays(date), days: seconds / daySeconds, date, time: whole - date * daySeconds };
}

/** A number that a date gives. */
export interface DatePart {
  /** Fields without which a format does not give it. */
  readonly needs: readonly Field[];
  /** The part of a moment; a cyclic one is from 0 on, below the period. */
  value(moment: Moment): number;
  /** Number of values until it begins again; absent where it does not. */
  period?(moment: Moment): number;
  readonly meaning: string;
}

/** All parts of a date. */
export const dateParts = {
  year: { needs: ['year'], value: ({ year }) => year, meaning: 'a number' },
  month: { needs: ['month'], value: ({ month }) => month - 1, period: () => 12, meaning: 'of 12' },
  day: {
    needs: ['day'],
    value: ({ day }) => day - 1,
    period: ({ year, month }) => daysInMonth(year, month),
    meaning: "of the month's days",
  },
  weekday: {
    needs: ['year', 'month', 'day'],
    value: ({ date }) => weekdayOf(date),
    period: () => 7,
    meaning: 'of 7, from Monday on',
  },
  day_of_year: {
    needs: ['month', 'day'],
    value: ({ year, date }) => date - daysFromCivil({ year, month: 1, day: 1 }),
    period: ({ year }) => daysInYear(year),
    meaning: "of the year's days",
  },
  hour: { needs: ['hour'], value: ({ time }) => Math.floor(time / 3600), period: () => 24, meaning: 'of 24' },
  minute: {
    needs: ['minute'],
    value: ({ time }) => Math.floor(time / 60) % 60,
    period: () => 60,
    meaning: 'of 60',
  },
  days: {
    needs: ['year'],
    value: ({ days }) => days,
    meaning: 'since 1970-01-01, with the fraction of the day: a number',
  },
} satisfies Record<string, DatePart>;

export type DatePartName = keyof typeof dateParts;
export const datePartNames = Object.keys(dateParts) as [DatePartName, ...DatePartName[]];

export const partOf = (name: DatePartName): DatePart => dateParts[name];

/** True where texts of the format give the part. */
export const gives = ({ fields }: DateFormat, name: DatePartName): boolean =>
  partOf(name).needs.every((field) => fields.has(field));

/** Parts that are chosen where they vary; day_of_year says what month and day do. */
const usual: readonly DatePartName[] = ['year', 'month', 'day', 'weekday', 'hour', 'days'];

/** Chooses parts for moments, in seconds: the usual ones that vary among them, or else `minute`, or else one. */
export function chooseParts(format: DateFormat, seconds: Float64Array): DatePartName[] {
  const candidates = [...usual, 'minute' as const].filter((name) => gives(format, name));
  const varying = new Set<DatePartName>();
  const first = momentOf(seconds[0]);
  for (let i = 1; i < seconds.length && varying.size < candidates.length; i++) {
    if (seconds[i] === seconds[i - 1]) continue;
    const moment = momentOf(seconds[i]);
    for (const name of candidates) if (differ(name, moment, first)) varying.add(name);
  }
  const chosen = usual.filter((name) => varying.has(name));
  if (chosen.length > 0) return chosen;
  if (varying.has('minute')) return ['minute'];
  return [candidates.includes('days') ? 'days' : candidates[0]];
}

/** Whether two moments have different values of a part; the days differ where the dates do. */
const differ = (name: DatePartName, a: Moment, b: Moment): boolean =>
  name === 'days' ? a.date !== b.date : partOf(name).value(a) !== partOf(name).value(b);
