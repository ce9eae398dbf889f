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
  const { year, month, day } = civilFromDays(date);
  return { year, month, day, days: seconds / daySeconds, date, time: whole - date * daySeconds };
}

/** Seconds of the moment whose day and month have changed places; the day is at most 12. */
export function exchangeDay(seconds: number): number {
  const { year, month, day, date } = momentOf(seconds);
  return seconds + (daysFromCivil({ year, month: day, day: month }) - date) * daySeconds;
}

/** Writes a moment, in seconds, as ISO 8601 has it: a date, and a time where it is not midnight. */
export function isoText(seconds: number): string {
  const { year, month, day, time } = momentOf(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  if (time === 0) return date;
  const rest = time % 60 === 0 ? '' : `:${two(time % 60)}`;
  return `${date} ${two(Math.floor(time / 3600))}:${two(Math.floor(time / 60) % 60)}${rest}`;
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

/**
 * Parts that are chosen where they vary: the season, the week, the clock, and the trend. The year says what days do,
 * and the day of a month and of a year little that month does not: more inputs for a network to be misled by.
 */
const usual: readonly DatePartName[] = ['month', 'weekday', 'hour', 'days'];
/** Parts that tell a trend or a season, for which a few weeks are too little: all later dates have other values. */
const slow: ReadonlySet<DatePartName> = new Set(['month', 'days']);
const fewestDays = 60;

/**
 * Chooses parts for moments: the usual ones that vary among them, the slow ones of these where the moments span two
 * months; or else one that varies.
 */
export class PartChooser {
  private readonly candidates: readonly DatePartName[];
  private readonly varying = new Set<DatePartName>();
  private first: Moment | undefined;
  private last = Number.NaN;
  private earliest = Number.POSITIVE_INFINITY;
  private latest = Number.NEGATIVE_INFINITY;

  constructor(format: DateFormat) {
    this.candidates = [...usual, 'minute' as const].filter((name) => gives(format, name));
  }

  /** Takes in a moment, in seconds. */
  add(seconds: number): void {
    if (seconds === this.last) return;
    this.last = seconds;
    if (seconds < this.earliest) this.earliest = seconds;
    if (seconds > this.latest) this.latest = seconds;
    if (this.varying.size === this.candidates.length) return;
    const moment = momentOf(seconds);
    this.first ??= moment;
    for (const name of this.candidates) if (differ(name, moment, this.first)) this.varying.add(name);
  }

  /** The first and the last of the moments. */
  get span(): [number, number] {
    return [this.earliest, this.latest];
  }

  get chosen(): DatePartName[] {
    const { candidates, varying } = this;
    const isLong = this.latest - this.earliest >= fewestDays * daySeconds;
    const chosen = usual.filter((name) => varying.has(name) && (isLong || !slow.has(name)));
    if (chosen.length > 0) return chosen;
    const other = (['days', 'month', 'minute'] as const).find((name) => varying.has(name));
    return [other ?? (candidates.includes('days') ? 'days' : candidates[0])];
  }
}

/** Chooses parts for moments, in seconds. */
export function chooseParts(format: DateFormat, seconds: Float64Array): DatePartName[] {
  const chooser = new PartChooser(format);
  for (const value of seconds) chooser.add(value);
  return chooser.chosen;
}

/** Whether two moments have different values of a part; the days differ where the dates do. */
const differ = (name: DatePartName, a: Moment, b: Moment): boolean =>
  name === 'days' ? a.date !== b.date : partOf(name).value(a) !== partOf(name).value(b);
