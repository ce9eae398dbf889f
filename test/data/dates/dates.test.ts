import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civilFromDays, daysFromCivil, weekdayOf } from '../../../src/data/dates/calendar.js';
import { directives } from '../../../src/data/dates/directives.js';
import {
  chooseParts,
  type DatePartName,
  dateFormat,
  datePartNames,
  gives,
  momentOf,
  partOf,
} from '../../../src/data/dates/index.js';
import golden from '../../golden/dates.json' with { type: 'json' };

const two = (number: number) => String(number).padStart(2, '0');
const read = (text: string, format = 'iso') => dateFormat(format).read(text);

describe('the calendar', () => {
  test('is that of Date, in UTC, for every day of many years', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 3_000_000 }), (days) => {
        const date = new Date(days * 86_400_000);
        const civil = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        expect(civilFromDays(days)).toEqual(civil);
        expect(daysFromCivil(civil)).toBe(days);
        expect(weekdayOf(days)).toBe((date.getUTCDay() + 6) % 7);
      }),
    );
  });
});

describe("texts of dates have Python's values", () => {
  test.each(golden.texts)('$format: $text', ({ format, text, seconds }) => {
    expect(read(text, format)).toBe(seconds);
  });

  test('and so have their parts', () => {
    for (const { text, ...expected } of golden.parts) {
      const moment = momentOf(read(text) as number);
      const found = datePartNames.map((name) => {
        const part = partOf(name);
        const value = part.value(moment);
        return [name, part.period ? [value, part.period(moment)] : value];
      });
      expect(Object.fromEntries(found)).toEqual(expected);
    }
  });
});

describe('ISO 8601', () => {
  test('every date and time comes back, to the millisecond', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          expect(read(date.toISOString())).toBeCloseTo(date.getTime() / 1000, 3);
        },
      ),
    );
  });

  test('without an offset a clock is taken for one of UTC, and with one the moment is that of UTC', () => {
    expect(read('2024-05-31T14:30:00')).toBe(read('2024-05-31T14:30:00Z'));
    expect(read('2024-05-31T14:30:00+02:00')).toBe(read('2024-05-31T12:30:00Z'));
    expect(read('2024-06-01T00:30:00+02:00')).toBe(read('2024-05-31T22:30:00Z'));
  });

  test('the end of a day, a leap second, many digits', () => {
    expect(read('2024-12-31T24:00')).toBe(read('2025-01-01'));
    expect(read('2016-12-31T23:59:60Z')).toBe(read('2017-01-01'));
    expect(read('2024-05-31T14:30:05.123456789Z')).toBeCloseTo(
      (read('2024-05-31T14:30:05Z') as number) + 0.1235,
      4,
    );
  });

  test.each([
    ['2024-02-30', 'February 2024 has 29 days'],
    ['2023-02-29', 'February 2023 has 28 days'],
    ['2024-04-31', 'April has 30 days'],
    ['2024-13-01', 'there is no month 13'],
    ['0000-00-00', 'there is no month 0'],
    ['2024-01-00', 'there is no day 0'],
    ['2024-01-01T24:01', 'there is no hour 24'],
    ['2024-01-01T12:60', 'there is no minute 60'],
    ['2024-01-01T12:00:61', 'there is no second 61'],
    ['31.12.2024', 'it is not of the form 2024-05-31'],
    ['2024', 'it is not of the form'],
    ['2024-1-1', 'it is not of the form'],
    ['٢٠٢٤-٠١-٠١', 'it is not of the form'],
  ])('%s: %s', (text, reason) => {
    expect(read(text)).toContain(reason);
  });
});

describe('formats', () => {
  test('names are English, in any case; spaces are any number of spaces', () => {
    expect(read('3 MAY 2024', '%d %b %Y')).toBe(read('2024-05-03'));
    expect(read('friday,  3 may 2024', '%A, %d %B %Y')).toBe(read('2024-05-03'));
    expect(read('12:05 am 05/03/2024', '%I:%M %p %m/%d/%Y')).toBe(read('2024-05-03T00:05'));
    expect(read('12:05 P.M. 05/03/2024', '%I:%M %p %m/%d/%Y')).toBe(read('2024-05-03T12:05'));
    expect(read('100% 3.5.24', '100%% %d.%m.%y')).toBe(read('2024-05-03'));
  });

  test.each([
    ['%y', ['1969', '2068']],
    ['%1930y', ['1930', '2029']],
    ['%1900y', ['1900', '1999']],
    ['%2000y', ['2000', '2099']],
    ['%1899y', ['1899', '1998']],
  ])('years of two digits are a hundred from the first on: %s', (format, span) => {
    const { read, write } = dateFormat(format);
    const years = Array.from({ length: 100 }, (_, i) => read(two(i)) as number);
    expect([Math.min(...years), Math.max(...years)]).toEqual(span.map((year) => dateFormat('%Y').read(year)));
    expect(years.map(write)).toEqual(years.map((_, i) => two(i)));
  });

  test.each([
    ['13/13/2024', '%d/%m/%Y', 'there is no month 13'],
    ['29/02', '%d/%m', undefined],
    ['30/02', '%d/%m', 'February has 29 days'],
    ['1/2/24', '%d/%m/%Y', 'it is not of the format %d/%m/%Y'],
    ['1.2.2024 ', '%d.%m.%Y', 'it is not of the format'],
  ])('%s as %s', (text, format, reason) => {
    if (reason === undefined) expect(read(text, format)).toBeTypeOf('number');
    else expect(read(text, format)).toContain(reason);
  });

  test.each([
    ['', 'has no year, month or hour'],
    ['day', 'has no year, month or hour; write "iso", or as in "%d.%m.%Y"'],
    ['DD.MM.YYYY', 'has no year, month or hour; write "%d.%m.%Y"'],
    ['yyyy-mm-dd hh:mm:ss', 'has no year, month or hour; write "%Y-%m-%d %H:%M:%S"'],
    ['d/M/yy HH:mm', 'has no year, month or hour; write "%d/%m/%y %H:%M"'],
    ['%d.%Q.%Y', '%Q is no directive; there are %Y (year, 4 digits), %y'],
    ['%Y %', '% is no directive'],
    ['%Y-%y', 'gives the year twice'],
    ['%d %Y', 'has a day, but no month'],
    ['%I:%M', '%I and %p go together'],
    ['%H:%M:%f', 'has %f, but no %S'],
    ['%constructor', '%c is no directive'],
  ])('%j is none: %s', (format, reason) => {
    expect(() => dateFormat(format)).toThrow(reason);
  });

  test('a format of any directives refuses or reads any text, and throws nothing', () => {
    const format = fc.array(
      fc.constantFrom(...Object.keys(directives).map((letter) => `%${letter}`), '/', ' ', '('),
    );
    fc.assert(
      fc.property(format, fc.string(), (parts, text) => {
        try {
          dateFormat(parts.join(''));
        } catch {
          return;
        }
        expect(['string', 'number']).toContain(typeof read(text, parts.join('')));
      }),
    );
  });
});

describe('parts', () => {
  test('cyclic ones are from 0 on, below their period', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e11, max: 2.5e11, noNaN: true }), (seconds) => {
        const moment = momentOf(seconds);
        for (const name of datePartNames) {
          const { value, period } = partOf(name);
          if (!period) continue;
          expect(value(moment)).toBeGreaterThanOrEqual(0);
          expect(value(moment)).toBeLessThan(period(moment));
        }
      }),
    );
  });

  test('a format gives those of its fields', () => {
    const given = (format: string) => datePartNames.filter((name) => gives(dateFormat(format), name));
    expect(given('iso')).toEqual(datePartNames);
    expect(given('%H:%M')).toEqual(['hour', 'minute']);
    expect(given('%d.%m.')).toEqual(['month', 'day', 'day_of_year']);
    expect(given('%Y-%m')).toEqual(['year', 'month', 'days']);
  });

  test.each<[string, string[], DatePartName[]]>([
    ['days of one month', ['2023-01-02', '2023-01-19'], ['weekday']],
    ['days of one year', ['2023-01-02', '2023-11-19'], ['month', 'weekday', 'days']],
    ['weeks of one month', ['2023-01-02', '2023-01-09'], ['days']],
    ['all midnight, two years', ['2023-01-02', '2024-02-02'], ['month', 'weekday', 'days']],
    ['hours of one day', ['2023-01-02T03:00', '2023-01-02T04:00'], ['hour']],
    ['minutes of one hour', ['2023-01-02T03:00', '2023-01-02T03:30'], ['minute']],
    ['nothing that varies', ['2023-01-02', '2023-01-02'], ['days']],
  ])('chosen for %s', (_, texts, expected) => {
    expect(
      chooseParts(
        dateFormat('iso'),
        Float64Array.from(texts, (text) => read(text) as number),
      ),
    ).toEqual(expected);
  });

  test('chosen for times are hour, or minute', () => {
    const clock = dateFormat('%H:%M');
    const chosen = (...texts: string[]) =>
      chooseParts(
        clock,
        Float64Array.from(texts, (text) => clock.read(text) as number),
      );
    expect(chosen('14:05', '03:05')).toEqual(['hour']);
    expect(chosen('14:05', '14:15')).toEqual(['minute']);
    expect(chosen('14:05', '14:05')).toEqual(['hour']);
  });
});
