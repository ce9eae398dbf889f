import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DateDetector } from '../../../src/data/dates/index.js';

function detected(...texts: string[]) {
  const detector = new DateDetector();
  for (const text of texts) detector.add(text);
  if (!detector.found) return undefined;
  const { missing: _, ...found } = detector.found;
  return found;
}

describe('the format of a column of dates', () => {
  test.each<[string, string[]]>([
    ['iso', ['2024-05-31', '2024-01-02']],
    ['iso', ['2024-05-31 14:30:00', '2024-05-31T14:30:00.123Z', '2024-05-31']],
    ['iso', ['2024-05', '2024-06']],
    ['%d.%m.%Y', ['31.12.2024', '1.2.2024']],
    ['%d/%m/%Y', ['19/01/2023', '02/01/2023']],
    ['%m/%d/%Y', ['01/19/2023', '02/01/2023']],
    ['%m/%d/%Y %H:%M', ['1/19/2023 14:30', '12/1/2023 4:05']],
    ['%m/%d/%Y %I:%M:%S %p', ['1/19/2023 04:30:00 PM', '12/1/2023 4:05:01 AM']],
    ['%d-%m-%Y %H:%M:%S', ['31-12-2024 00:00:00', '01-01-2024 23:59:59']],
    ['%Y/%m/%d', ['2024/05/31', '2024/5/1']],
    ['%Y-%m-%d', ['2024-5-31', '2024-5-1']],
    ['%d %b %Y', ['3 May 2024', '28 Jun 2024']],
    ['%d %B %Y', ['3 May 2024', '28 June 2024']],
    ['%B %d, %Y', ['May 3, 2024', 'June 28, 2024']],
    ['%d-%b-%y', ['03-MAY-24', '28-JUN-24']],
    ['%b-%y', ['Jan-24', 'Feb-24']],
    ['%b %Y', ['Jan 2024', 'Feb 2024']],
    ['%m/%Y', ['01/2024', '12/2024']],
    ['%a, %d %b %Y %H:%M:%S %z', ['Fri, 31 May 2024 14:30:00 +0200', 'Sat, 01 Jun 2024 14:30:00 GMT']],
    ['%a %b %d %H:%M:%S %z %Y', ['Tue Feb 24 11:15:00 +0000 2015']],
    ['%d/%b/%Y:%H:%M:%S %z', ['10/Oct/2000:13:55:36 -0700']],
    ['%H:%M', ['14:04', '00:28']],
    ['%I:%M %p', ['2:04 pm', '12:28 am']],
  ])('%s', (format, texts) => {
    expect(detected(...texts)).toEqual({ format, count: texts.length });
  });

  test('is one of two where day and month can be either', () => {
    expect(detected('05/04/2024', '01/12/2024')).toEqual({ format: '%m/%d/%Y', count: 2, other: '%d/%m/%Y' });
    expect(detected('05.04.2024')).toEqual({ format: '%d.%m.%Y', count: 1, other: '%m.%d.%Y' });
    expect(detected('05-04-24')).toMatchObject({ format: '%d-%m-%y', other: '%m-%d-%y' });
  });

  const years = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
  const two = (n: number) => String(n).padStart(2, '0');

  test.each<[string, string[], string | undefined]>([
    ['%d.%m.%y', years.flatMap((y) => ['01', '11'].map((m) => `01.${m}.${two(y)}`)), '%m.%d.%y'],
    ['%d.%m.%y', years.flatMap((y) => ['31.03', '30.06'].map((day) => `${day}.${two(y)}`)), '%1930y.%m.%d'],
    ['%y-%m-%d', years.flatMap((y) => ['03-31', '06-30'].map((day) => `${two(y)}-${day}`)), '%d-%m-%1930y'],
    ['%d.%m.%y', ['31.12.24', '01.02.24'], '%y.%m.%d'],
    ['%y/%m/%d', ['24/01/15', '24/01/28', '24/02/01'], '%d/%m/%y'],
    ['%y-%m-%d', ['24-01-05', '24-01-06', '24-01-07'], '%d-%m-%y'],
    ['%m/%d/%y', ['24', '26', '19', '03'].map((day, i) => `11/${day}/${70 + i}`), undefined],
    ['%m/%d/%y', years.flatMap((y) => ['3/5', '11/24', '5/31'].map((day) => `${day}/${two(y)}`)), undefined],
    ['%d.%m.%y', ['31.12.98', '30.11.99', '29.10.97', '01.01.02'], undefined],
  ])('with years of two digits is that of most, whatever there are more of: %s', (format, texts, other) => {
    expect(detected(...texts)).toEqual({ format, count: texts.length, ...(other && { other }) });
  });

  test('is that of most, and its count is theirs', () => {
    expect(detected('31.12.2024', '30.12.2024', 'unknown', '2024-12-31', '99.12.2024')).toEqual({
      format: '%d.%m.%Y',
      count: 2,
    });
  });

  const births = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => `31.12.${two((from + i) % 100)}`);

  test.each<[string, string[]]>([
    ['%d.%m.%y', [...births(69, 99), ...births(0, 29)]],
    ['%d.%m.%1930y', births(45, 69)],
    ['%d.%m.%1930y', births(46, 60)],
    ['%d.%m.%1930y', births(60, 110)],
    ['%d.%m.%1930y', births(32, 104)],
    ['%d.%m.%y', births(24, 45)],
    ['%d.%m.%y', [...births(24, 45), '31.12.99']],
  ])('has years of two digits that go on from each other: %s', (format, texts) => {
    expect(detected(...texts)?.format).toBe(format);
  });

  test.each([
    [['1.2.3', '1.10.0', '2.4.12']],
    [['192.168.0.1', '10.0.0.1']],
    [['555-1234', '030 123 4567']],
    [['A12', 'May', 'Smith 1990 B']],
    [['3:2', '10:1']],
    [['1-2', '3-4']],
    [['12345-6789']],
    [['May 5']],
  ])('is none of %j', (texts) => {
    expect(detected(...texts)).toBeUndefined();
  });

  test('of any texts is one that reads as many of them as it says', () => {
    const piece = fc.constantFrom(
      '1',
      '12',
      '2024',
      '31',
      ':',
      '.',
      '/',
      '-',
      ' ',
      'May',
      'Jan',
      'PM',
      'T',
      'Z',
      '+02',
      'x',
    );
    const text = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const found = detected(...texts);
        if (found) expect(found.count).toBeGreaterThan(0);
      }),
    );
  });
});
