import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatDetector } from '../../../src/data/numbers/detect.js';
import { type NumberFormat, numberReader, plainFormat } from '../../../src/data/numbers/format.js';
import { dataSchema } from '../../../src/data/schema.js';
import { failure, load } from '../support.js';

const read = (text: string, format: Partial<NumberFormat>) =>
  numberReader({ ...plainFormat, ...format })(text);

describe('numbers of a format', () => {
  test.each<[string, Partial<NumberFormat>, number]>([
    ['0,91', { decimal: ',' }, 0.91],
    ['1,234', { decimal: ',' }, 1.234],
    ['1,234', { thousands: ',' }, 1234],
    ['1234', { thousands: ',' }, 1234],
    ['1,234,567.5', { thousands: ',' }, 1_234_567.5],
    ['-1.234,5e2', { decimal: ',', thousands: '.' }, -123_450],
    ['1 234,5', { decimal: ',', thousands: ' ' }, 1234.5],
    ['1\u202f234\u00a0567', { thousands: ' ' }, 1_234_567],
    ["1'234.50", { thousands: "'" }, 1234.5],
    ['1’234', { thousands: "'" }, 1234],
    ['1,234,567', { thousands: [',', ' '] }, 1_234_567],
    ['1 234', { thousands: [',', ' '] }, 1234],
    ['1.234', { thousands: [',', ' '] }, 1.234],
    ['$17,384', { thousands: ',', prefix: '$' }, 17_384],
    ['-$5', { prefix: '$' }, -5],
    ['$-5', { prefix: '$' }, -5],
    ['5', { prefix: '$' }, 5],
    ['(1,234.5)', { thousands: ',', prefix: '(', suffix: ')' }, -1234.5],
    ['($ 9,417)', { thousands: ',', prefix: ['$', '('], suffix: ')' }, -9417],
    ['$(17)', { prefix: ['$', '('], suffix: ')' }, -17],
    ['(-17)', { prefix: '(', suffix: ')' }, Number.NaN],
    ['(17', { prefix: '(', suffix: ')' }, Number.NaN],
    ['17', { prefix: '(', suffix: ')' }, 17],
    ['2,07,037', { thousands: ',' }, 207_037],
    ['-12,34,56,789.5', { thousands: ',' }, -123_456_789.5],
    ['2,07E-03', { decimal: ',' }, 0.002_07],
    ['−3,5', { decimal: ',' }, -3.5],
    ['–3.5', { decimal: '.', suffix: '%' }, -3.5],
    ['−$5', { prefix: '$' }, -5],
    ['−3.5', {}, -3.5],
    ['–.5', {}, -0.5],
    ['9,50-', { decimal: ',', suffix: '-' }, -9.5],
    ['9,50', { decimal: ',', suffix: '-' }, 9.5],
    ['1.234,50 -', { decimal: ',', thousands: '.', suffix: ['-', '€'] }, -1234.5],
    ['5,-', { decimal: ',', suffix: '-' }, 5],
    ['74%', { suffix: '%' }, 74],
    ['74 %', { suffix: ['%'] }, 74],
    ['93.7 m2', { suffix: ['m2', 'm²'] }, 93.7],
    ['93.7m²', { suffix: ['m2', 'm²'] }, 93.7],
    ['<0.1', { prefix: ['<', '<='] }, 0.1],
    ['<=0.1', { prefix: ['<', '<='] }, 0.1],
    ['10+', { suffix: '+' }, 10],
    ['1e999', { suffix: '%' }, Infinity],
    ['.5', { suffix: '%' }, 0.5],
    ['5.', { suffix: '%' }, 5],
    ['0.1000000000000000055511151231257827%', { suffix: '%' }, 0.1],
  ])('%s by %o', (text, format, value) => expect(read(text, format)).toBe(value));

  test.each<[string, Partial<NumberFormat>]>([
    ['1.5', { decimal: ',' }],
    ['12,34', { thousands: ',' }],
    ['2,07,03', { thousands: ',' }],
    ['123,45,678', { thousands: ',' }],
    ['2.07.037', { thousands: '.', decimal: ',' }],
    ['1,234 567', { thousands: [',', ' '] }],
    ['1,2345', { thousands: ',' }],
    ['1234,567', { thousands: ',' }],
    ['0,123', { thousands: ',' }],
    [',123', { thousands: ',' }],
    ['1,234,56', { thousands: ',' }],
    ['1.5.5', { decimal: '.', thousands: ',' }],
    ['5 kg', { suffix: 'g' }],
    ['%', { suffix: '%' }],
    ['-$-5', { prefix: '$' }],
    ['-−5', {}],
    ['−−5', {}],
    ['−', {}],
    ['− 5', {}],
    ['-5-', { suffix: '-' }],
    ['(−5)', { prefix: '(', suffix: ')' }],
    ['5-', {}],
    ['inf%', { suffix: '%' }],
    ['', { suffix: '%' }],
    ['$', { prefix: '$' }],
  ])('not %s by %o', (text, format) => expect(read(text, format)).toBeNaN());

  test('what Intl prints is read, to the bit', () => {
    const locales = [
      ['de-DE', { decimal: ',', thousands: '.' }],
      ['en-US', { decimal: '.', thousands: ',' }],
      ['de-CH', { decimal: '.', thousands: "'" }],
      ['fr-FR', { decimal: ',', thousands: ' ' }],
    ] as const;
    const number = fc.double({ min: -1e12, max: 1e12, noNaN: true }).map((x) => Math.round(x * 100) / 100);
    for (const [locale, format] of locales) {
      const print = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 });
      fc.assert(
        fc.property(number, (x) => {
          expect(read(print.format(x), format) === x).toBe(true);
        }),
      );
    }
  });
});

describe('the format of a column is found', () => {
  const best = (texts: readonly string[], plain = {}, delimiter?: string) => {
    const detector = new FormatDetector();
    for (const text of texts) detector.add(text);
    return detector.best({ whole: 0, fractions: 0, grouped: 0, largest: 0, ...plain }, delimiter);
  };

  test.each<[string, string[], object]>([
    ['a decimal comma', ['0,91', '24,10'], { decimal: ',', thousands: '' }],
    ['groups', ['1,234,567', '12,345'], { decimal: '.', thousands: ',' }],
    ['both', ['1.234,5', '2,5'], { decimal: ',', thousands: '.' }],
    ['spaces', ['1 234,5', '2,5'], { decimal: ',', thousands: ' ' }],
    ['a currency', ['$1,234', '$5'], { prefix: ['$'], thousands: ',' }],
    ['a currency behind', ['5,50 €', '7,25 €'], { suffix: ['€'], decimal: ',' }],
    ['a code of a currency', ['CHF 5', 'CHF 7.5'], { prefix: ['CHF'] }],
    ['a unit in several spellings', ['5 m2', '7 m²', '8 m2', '9 m²'], { suffix: ['m2', 'm²'] }],
    ['years', ['1 year', '2 years', '1 year', '3 years'], { suffix: ['year', 'years'] }],
    [
      'negative amounts of accounts',
      ['(1,234.50)', '2,345.00', '(99.00)'],
      { thousands: ',', prefix: ['('], suffix: [')'], example: { text: '(1,234.50)', value: -1234.5 } },
    ],
    [
      'a minus behind the number',
      ['9,50-', '12,00', '1,25', '3,00-'],
      { decimal: ',', suffix: ['-'], example: { text: '9,50-', value: -9.5 } },
    ],
    ['an exponent', ['2,07E-03', '1,5e4'], { decimal: ',', thousands: '' }],
    ['groups as in India', ['2,07,037', '12,34,567', '99,999'], { decimal: '.', thousands: ',' }],
    ['a minus sign', ['−9,50', '12,00'], { decimal: ',', suffix: [] }],
    [
      'thousands of euros',
      ['263.000 €', '99.500 €', '850 €', '412.000 €'],
      { decimal: ',', thousands: '.', example: { value: 263_000 }, other: { decimal: '.', value: 263 } },
    ],
    ['decimals of litres', ['1.125 l', '2.500 l'], { decimal: '.', other: { thousands: '.', value: 1125 } }],
    ['euros and cents', ['263.00 €', '99.50 €', '1.250 €'], { decimal: '.', thousands: '' }],
  ])('%s', (_, texts, format) => expect(best(texts)).toMatchObject({ numbers: texts.length, ...format }));

  test('a minus behind the number is none beside a plus there, as grades have both', () =>
    expect(best(['2-', '2+', '1-', '3+'], { whole: 6 })).toMatchObject({ suffix: ['+'], numbers: 8 }));

  test('bounds beside values', () =>
    expect(best(['<0.1', '>100', '<0.1'], { fractions: 4 })).toMatchObject({
      prefix: ['<', '>'],
      bounds: 3,
      bound: '<0.1',
    }));

  test.each<[string, string[], object?]>([
    ['several units', ['5 kg', '500 g', '6 kg', '700 g']],
    ['hemispheres', ['5.5 deg', '6.5 deg', '5.5 deg S', '6.5 deg S']],
    ['several currencies', ['$5', '€6', '$7', '€8']],
    ['codes', ['H1000', 'H1001', 'B62053']],
    ['dates and times', ['2023-01-01', '02.03.2023', '12:30', '12:31']],
    ['ranges', ['10-19', '20-29']],
    ['brackets', ['<=50K', '>50K', '<=50K', '>50K']],
    ['numbers in parentheses alone', ['(1)', '(2)', '(1)', '(2)']],
    ['prices without cents', ['5,-', '7,-', '9,-']],
    ['minuses behind all', ['5-', '7-', '9-']],
    ['a multiplier beside plain numbers', ['5k', '7k'], { whole: 5 }],
    ['addresses', ['1.2.3.4', '10.0.0.1']],
    ['words', ['a', 'b', '', 'e', '%']],
  ])('not of %s', (_, texts, plain) => expect(best(texts, plain)).toBeUndefined());

  test('two spellings of thousands are read together, and may also be one of decimals', () => {
    expect(best(['2 037', '4,111', '5,222', '3 500'], { whole: 2 })).toMatchObject({
      ...{ decimal: '.', thousands: [',', ' '], numbers: 6 },
      example: { text: '4,111', value: 4111 },
      other: { decimal: ',', thousands: ' ', value: 4.111, cells: 2 },
    });
    const points = { fractions: 3, grouped: 3, groupable: 4.11 };
    expect(best(['2 037', '3 500'], points)).toMatchObject({
      ...{ decimal: ',', thousands: ['.', ' '], numbers: 5 },
      example: { text: '4.110', value: 4110 },
      other: { decimal: '.', thousands: ' ', value: 4.11, cells: 3 },
    });
    expect(best(['2 037', '4,11', '5,222'])).toMatchObject({ decimal: ',', thousands: ' ' });
    expect(best(['2 037', '4,11', '5,222'])).not.toHaveProperty('other');
    expect(best(['2 037', '3 500'], { fractions: 3, grouped: 2 })).not.toHaveProperty('other');
    expect(best(['2 037', '4,111', '0.5'])).toMatchObject({ decimal: '.', thousands: [',', ' '] });
  });

  test('what can be read in two ways is said to be so', () => {
    const texts = ['66,019', '78,004'];
    expect(best(texts)).toMatchObject({ thousands: ',', other: { decimal: ',', value: 66.019 } });
    expect(best(texts, {}, ';')).toMatchObject({ decimal: ',', other: { thousands: ',', value: 66_019 } });
    expect(best(['$66,019', '$78,004'])).not.toHaveProperty('other');
    expect(best(texts, { whole: 3, largest: 6039 })).not.toHaveProperty('other');
  });
});

describe('keys', () => {
  const rows = (cell: string) => `x,y\n${cell},1\n"1,5",2\n"2,5",3\n`;

  test('data.decimal is for all columns, and one has its own', async () => {
    const { train } = await load(rows('"0,5"'), { target: 'y', decimal: ',', scale: 'none' });
    expect([...train.x]).toEqual([0.5, 1.5, 2.5]);
    const columns = { x: { decimal: ',' as const } };
    expect([...(await load(rows('"0,5"'), { target: 'y', columns, scale: 'none' })).train.x]).toEqual([
      0.5, 1.5, 2.5,
    ]);
  });

  test('one separator cannot be both', () => {
    for (const data of [{ decimal: ',', thousands: ',' }, { columns: { x: { thousands: '.' } } }])
      expect(() => dataSchema.parse({ train: 'x.csv', ...data })).toThrow(/decimal/);
    dataSchema.parse({ train: 'x.csv', decimal: ',', columns: { x: { decimal: '.', thousands: ',' } } });
  });

  test('an affix is no part of a number', () => {
    for (const data of [{ suffix: '5m' }, { prefix: 'x.' }, { prefix: '' }, { suffix: [' '] }])
      expect(() => dataSchema.parse({ train: 'x.csv', ...data })).toThrow();
  });

  test('a column with a format is one of numbers', async () => {
    expect(
      await failure(load('x,y\na,1\nb,2\n', { target: 'y', columns: { x: { suffix: '%' } } })),
    ).toContain('column 1 (x) holds numbers, but this is "a"');
  });
});
