import { daySeconds, daysFromCivil, daysInMonth } from './calendar.js';

/** Fields of a date or time that a format can have. */
export type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** Point in time as it is written: `offset` is how many seconds its clock is before UTC. */
export type Written = Partial<Record<Field, number>> & { readonly offset?: number };

export const monthNames: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
export const weekdayNames: readonly string[] = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
];

/** The year of a date that is written without one: a leap year. */
const anyYear = 2000;

/**
 * Seconds from 1970-01-01T00:00:00Z to what is written; or, in words, why there is no such moment. Without an offset
 * the clock is taken for one of UTC, and with one the moment is that of UTC. 24:00 is the end of the day, a second 60
 * (a leap second) the beginning of the next minute.
 */
export function secondsOf(written: Written): number | string {
  const { year = anyYear, month = 1, day = 1, hour = 0, minute = 0, second = 0, offset = 0 } = written;
  if (month < 1 || month > 12) return `there is no month ${month}`;
  if (day < 1 || day > 31) return `there is no day ${day}`;
  const most = daysInMonth(year, month);
  if (day > most) {
    const inYear = month === 2 && written.year !== undefined ? ` ${year}` : '';
    return `${monthNames[month - 1]}${inYear} has ${most} days`;
  }
  if (hour > 24 || (hour === 24 && minute + second > 0)) return `there is no hour ${hour}`;
  if (minute > 59) return `there is no minute ${minute}`;
  if (second >= 61) return `there is no second ${Math.floor(second)}`;
  const seconds = hour * 3600 + minute * 60 - offset;
  return daysFromCivil({ year, month, day }) * daySeconds + seconds + second;
}

/** Seconds of an offset such as +02:00, -0530, +02 or Z; without one 0. */
export function offsetOf(text: string | undefined): number {
  const parts = /^([+-])(\d{2}):?(\d{2})?(?::?(\d{2}))?$/.exec(text ?? '');
  if (!parts) return 0;
  const [, sign, hours, minutes = '0', seconds = '0'] = parts;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}
