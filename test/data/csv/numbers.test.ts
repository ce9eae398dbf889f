import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NumberColumn, WantedType } from '../../../src/data/table/table.js';
import { runs } from '../../helpers/runs.js';
import { readCsvTable, source, valuesOf } from '../support.js';

const format = { delimiter: ',', header: true, missing_values: [] };

/** The bits of the numbers that a file holds, one a line. */
async function read(texts: readonly string[], type: WantedType = 'number'): Promise<string[]> {
  const table = await readCsvTable(source(`x\n${texts.join('\n')}\n`), format, () => new Map([['x', type]]));
  return bits(valuesOf(table.columns.get('x') as NumberColumn));
}
const bits = (values: Float64Array) =>
  Array.from(new BigUint64Array(values.slice().buffer), (n) => n.toString(16));
const expected = (texts: readonly string[]) => bits(Float64Array.from(texts, Number));

/** `count` with the point `decimals` digits from the right. */
const withPoint = (count: bigint, decimals: number) => {
  const digits = String(count).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

describe('numbers are correctly rounded, as by Number()', () => {
  test.each([
    [
      'limits',
      ['0', '-0', '+0.0', '1.7976931348623157e308', '2.2250738585072014e-308', '-1.7976931348623157E+308'],
    ],
    [
      'subnormal',
      ['5e-324', '4.9e-324', '2.4703282292062328e-324', '2.4703282292062327e-324', '1e-400', '-1e-400'],
    ],
    ['between normal and subnormal', ['2.2250738585072011e-308', '2.225073858507201e-308']],
    [
      '2^53 and its neighbours',
      ['9007199254740991', '9007199254740992', '9007199254740993', '9007199254740995'],
    ],
    [
      'the same with decimals',
      ['900719925474.0993', '9007199254740.993e3', '0.9007199254740993', '9.007199254740993e-6'],
    ],
    ['one digit more than 64 bits', ['18446744073709551615', '18446744073709551616', '99999999999999999999']],
    [
      '19 digits',
      ['9999999999999999999', '1000000000000000001', '0.9999999999999999999', '1234567890.123456789'],
    ],
    ['powers of ten', Array.from({ length: 80 }, (_, i) => `1e${i - 40}`)],
    ['the same with all digits', Array.from({ length: 80 }, (_, i) => `9007199254740991e${i - 40}`)],
    [
      'zeros before and behind',
      ['000000000000000000000000.1', '1.000000000000000000000000', `${'0'.repeat(400)}1`, '1e0005'],
    ],
    ['of many digits', ['0.1000000000000000055511151231257827021181583404541015625', `0.${'3'.repeat(300)}`]],
    [
      'of known trouble',
      [
        '2.2250738585072012e-308',
        '6929495644600919.5',
        '3.7455744005952583e15',
        '1448997445238699',
        '8.5e22',
      ],
    ],
  ])('%s', async (_, texts) => {
    expect(await read(texts)).toEqual(expected(texts));
    if (texts.every((text) => !/^[+-]?(0\d+|\d{16,})$/.test(text)))
      expect(await read(texts, 'infer')).toEqual(expected(texts));
  });

  test('halfway between two doubles, and one unit of the last digit beside', async () => {
    // n has 54 bits and is odd: n / 2^k lies in the middle of two doubles, and is n · 5^k with k decimals, of up to 19
    // digits
    const texts: string[] = [];
    for (let k = 0; k <= 3; k++)
      for (let i = 0n; i < 500n; i++) {
        const n = 2n ** 53n + 2n * ((i * 9007199254740881n) % (2n ** 52n - 1n)) + 1n;
        const count = n * 5n ** BigInt(k);
        for (const beside of [-1n, 0n, 1n])
          texts.push(withPoint(count + beside, k), `-${withPoint(count + beside, k)}`);
      }
    expect(await read(texts)).toEqual(expected(texts));
  });

  test('next to halfway, with more decimals', async () => {
    // the nearest decimals of 19 digits above and below the middle of two doubles
    const halfway = fc.double({ min: 1e-4, max: 1e9, noNaN: true }).map((x) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, x);
      const exponent = Number((view.getBigUint64(0) >> 52n) & 0x7ffn) - 1075;
      const n = 2n * ((view.getBigUint64(0) & (2n ** 52n - 1n)) | (2n ** 52n)) + 1n;
      const decimals = 18 - Math.floor(Math.log10(x));
      const count = (n * 10n ** BigInt(decimals)) >> BigInt(1 - exponent);
      return [count, count + 1n].map((c) => withPoint(c, decimals));
    });
    const texts = fc.sample(halfway, { numRuns: runs(300, 3000), seed: 1 }).flat();
    expect(await read(texts)).toEqual(expected(texts));
  });

  test('any digits, decimals and exponents', async () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 21 });
    const number = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        digits,
        fc.constantFrom('', '.'),
        digits,
        fc.integer({ min: -45, max: 45 }),
      )
      .filter(([, whole, , decimals]) => whole + decimals !== '')
      .map(
        ([sign, whole, point, decimals, e]) =>
          `${sign}${whole}${point}${decimals}${e % 3 === 0 ? '' : `e${e}`}`,
      );
    const texts = fc.sample(number, { numRuns: runs(500, 5000), seed: 2 });
    expect(await read(texts)).toEqual(expected(texts));
  });

  test('doubles as JavaScript and as Python print them', async () => {
    const doubles = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      numRuns: runs(300, 3000),
      seed: 3,
    });
    const uniform = fc.sample(fc.double({ min: -10, max: 10, noNaN: true }), {
      numRuns: runs(300, 3000),
      seed: 4,
    });
    const texts = [...doubles, ...uniform].flatMap((x) => [
      String(x),
      x.toPrecision(17),
      x.toExponential(),
      x.toExponential(16).replace(/e([+-])(\d)$/, 'e$10$2'),
      x.toFixed(6),
    ]);
    expect(await read(texts)).toEqual(expected(texts));
  });
});
