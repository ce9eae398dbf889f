import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateFormat } from '../../../../src/data/dates/index.js';
import { type GeneratedColumn, printer, valueReader } from '../../../../src/data/targets/generation/index.js';
import { dateStep, decimalStep, rounded } from '../../../../src/data/targets/generation/step.js';
import { random } from '../../../../src/random.js';

describe('steps of numbers', () => {
  test.each([
    [[1, 20, -3], 1],
    [[1.5, 2, 3.25], 0.01],
    [[1e-12, 1], 0],
    [[1 / 3], 0],
  ])('%j have the step %d', (values, step) => {
    expect(decimalStep(Float64Array.from(values))).toBe(step);
  });

  test('dates have that of the largest unit', () => {
    expect([86_400 * 3, 3600 * 5, 61].map((value) => dateStep(Float64Array.of(86_400, value)))).toEqual([
      86_400, 3600, 1,
    ]);
  });

  test('rounded numbers have no more decimals than that', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (x, digits) => {
          const value = rounded(x, Number(`1e-${digits}`));
          expect(Math.abs(value - x)).toBeLessThanOrEqual(0.5000001 * 10 ** -digits);
          expect(String(value)).not.toMatch(new RegExp(`\\.\\d{${digits + 1}}`));
        },
      ),
    );
  });
});

test.each(['iso', '%d.%m.%Y', '%Y-%m-%d %H:%M:%S', '%b %d, %Y %I:%M %p', '%A, %d %B %y', '%Y%m%d%H%M%S'])(
  'a date that is written as %s is read again',
  (text) => {
    const format = dateFormat(text);
    const unit = format.fields.has('second') ? 1 : format.fields.has('minute') ? 60 : 86_400;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (seconds) => {
        const date = seconds - (seconds % unit);
        expect(format.read(format.write(date))).toBe(date);
      }),
    );
  },
);

describe('values of rows', () => {
  const scaling = { center: 10, scale: 2 };
  const columns: readonly GeneratedColumn[] = [
    { kind: 'number', name: 'a', mayMiss: true, range: [4, 16], step: 1, spread: 1, floor: 1e-4, ...scaling },
    { kind: 'category', name: 'b', mayMiss: true, values: ['x', 'y'], rare: ['r'] },
    { kind: 'category', name: 'c', mayMiss: false, values: [7] },
  ];
  const { draw, likeliest, observed } = valueReader({ kind: 'generation', columns });

  test('are those that t has', () => {
    // of a: (value − 10) / 2, known, missing; of b: x, y, missing, rare
    expect(observed(Float64Array.of(1.5, 1, 0, 0, 1, 0, 0), 0)).toEqual([13, 'y', 7]);
    expect(observed(Float64Array.of(0, 0, 1, 0, 0, 1, 0), 0)).toEqual([null, null, 7]);
  });

  test('are drawn as often as their probabilities say, within the range of training', () => {
    const y = Float64Array.of(4, 0, Math.log(0.25 / 0.75), 0, Math.log(2), 0, 0);
    const rng = random(1, 'data');
    const rows = Array.from({ length: 4000 }, () => draw(y, 0, rng));
    const share = (test: (row: (typeof rows)[number]) => boolean) => rows.filter(test).length / rows.length;
    // five standard errors of a share of 4,000 rows are at most 0.04
    expect(Math.abs(share(([a]) => a === null) - 0.25)).toBeLessThan(0.04);
    expect(Math.abs(share(([, b]) => b === 'y') - 0.4)).toBeLessThan(0.04);
    expect(Math.abs(share(([, b]) => b === null) - 0.2)).toBeLessThan(0.04);
    expect(rows.every(([a]) => a === null || (Number.isInteger(a) && Number(a) <= 16))).toBe(true);
    expect(rows.every(([, , c]) => c === 7)).toBe(true);
    expect(likeliest(y, 0)).toEqual([16, 'y', 7]);
  });

  test('of dates are printed in their format', () => {
    const date = { ...columns[0], kind: 'date', format: '%d.%m.%Y' } as GeneratedColumn;
    expect(printer(date)(86_400 * 31)).toBe('01.02.1970');
    expect(printer(date)(null)).toBe(null);
  });
});
