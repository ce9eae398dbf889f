import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedDecimals, fixedText } from '../../../src/data/numbers/decimal.js';
import { NumberTexts } from '../../../src/data/table/number_texts.js';
import { RowGroups } from '../../../src/data/table/row_groups.js';
import { Series } from '../../../src/data/table/series.js';
import { runs } from '../../helpers/runs.js';

/** The texts that are told from the values of a column, as far as it takes them. */
function told(texts: readonly string[]): string[] {
  const values = new Series<Float64Array>(new RowGroups(1), 0, Float64Array);
  const written = new NumberTexts();
  for (const text of texts) {
    if (!written.takes(text, Number(text), values)) break;
    values.push(Number(text));
  }
  return Array.from({ length: values.length }, (_, row) => written.of(values.at(row)));
}

test('a text is told from the value and the decimals, or it is not taken', () => {
  const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength });
  const text = fc
    .tuple(fc.constantFrom('', '', '-', '+'), digits(18), fc.constantFrom('.', '.', ''), digits(18))
    .filter(([, whole, , decimals]) => whole + decimals !== '')
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), (texts) => {
      const found = told(texts);
      expect(found).toEqual(texts.slice(0, found.length));
    }),
    { numRuns: runs(300, 3000) },
  );
});

test('numbers of up to 15 digits with as many decimals are all taken', () => {
  const column = fc.integer({ min: 1, max: 15 }).chain((decimals) =>
    fc.array(fc.tuple(fc.boolean(), fc.bigInt(0n, 10n ** 15n - 1n)), { maxLength: 8 }).map((numbers) =>
      numbers.map(([isNegative, count]) => {
        const all = String(count).padStart(decimals + 1, '0');
        return `${isNegative ? '-' : ''}${all.slice(0, -decimals)}.${all.slice(-decimals)}`;
      }),
    ),
  );
  fc.assert(
    fc.property(column, (texts) => {
      fc.pre(texts.every((text) => text.length <= 17)); // a sign, 15 digits and a point
      expect(told(texts)).toEqual(texts);
    }),
    { numRuns: runs(300, 3000) },
  );
});

describe('how a column is written', () => {
  test.each<[string[], number]>([
    [['0.5', '0.25', '7'], 3],
    [['0.5', '7.0'], 2],
    [['0.5', '7.00'], 1],
    [['7', '7.0'], 1],
    [['7.0', '7'], 1],
    [['0.10', '-0.10', '0.00', '-0.00', '100.25'], 5],
    [['0.10', '00.10'], 1],
    [['0.10', '+0.10'], 1],
    [['0.10', '.10'], 1],
    [['0.10', '1.e1'], 1],
    [['0.10', '0.1'], 1],
    [['-0'], 0],
  ])('%j: %d texts can be told', (texts, count) => {
    expect(told(texts)).toEqual(texts.slice(0, count));
  });
});

test('the decimals of a text, and the text of a number with them', () => {
  expect(fixedText(-0, 2)).toBe('-0.00');
  expect(fixedText(-1.005, 2)).toBe('-1.00'); // the double is 1.00499…
  expect(fixedDecimals('12.50', 12.5)).toBe(2);
  expect(fixedDecimals('12.', 12)).toBe(0);
  expect(fixedDecimals('1.10000000000000000', 1.1)).toBe(0);
});
