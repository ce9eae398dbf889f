import fc from 'fast-check';
import type { WantedType } from '../../../src/data/table/table.js';

const digits = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength });

/** Numbers of all shapes, and what looks like one. */
const number = fc.oneof(
  fc.integer({ min: 0, max: 9 }).map(String),
  fc.integer().map(String),
  fc.double().map(String),
  fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => value.toFixed(4)),
  fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits(22),
      fc.constantFrom('', '.'),
      fc.option(digits(22), { nil: '' }),
      fc.constantFrom('', 'e5', 'E-7', 'e+22', 'e-23', 'e-400', 'e999', 'e'),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '-0',
    '0.0',
    '.5',
    '5.',
    '.',
    '-',
    '1e-7',
    '0.000001',
    '1e21',
    '-999',
    '007',
    '1_0',
    '0x10',
  ),
);
const unit = fc.constantFrom('a', '1', '.', ' ', 'e', '\u00a0', '-');
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'setosa', 'versicolor', 'é', '𝛼', 'a b') },
  { weight: 1, arbitrary: fc.string({ unit, maxLength: 4 }) },
);
const missing = fc.constantFrom('', 'NA', ' ', '-999');
const blank = fc.oneof(
  { weight: 20, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' ', '\t', '\u00a0', '\ufeff') },
);

const cell = (numbers: number, texts: number, missings: number) =>
  fc
    .tuple(
      blank,
      fc.oneof(
        { weight: numbers, arbitrary: number },
        { weight: texts, arbitrary: text },
        { weight: missings, arbitrary: missing },
      ),
      blank,
    )
    .map((parts) => parts.join(''));

/** Numbers of so many decimals; seldom, or never, something else. */
const fixed = (decimals: number, others: readonly string[]) =>
  fc
    .oneof(
      { weight: 20, arbitrary: fc.constantFrom(-12.5, -1, 0, 0.1, 7, 100) },
      { weight: 20, arbitrary: fc.double({ min: -2000, max: 2000, noNaN: true }) },
    )
    .map((value) => value.toFixed(decimals))
    .chain((text) =>
      others.length === 0
        ? fc.constant(text)
        : fc.oneof(
            { weight: 40, arbitrary: fc.constant(text) },
            { weight: 1, arbitrary: fc.constantFrom(...others) },
          ),
    );

/** A column is mostly of one kind, so that many files are good. */
export const kinds = [
  fc.constantFrom('0', '1', '2', '10', '0.5', '-3.25', '12', '255'),
  fc.constantFrom('0', '1.50', '2', '', '0.5', '7'),
  fc.constantFrom('1', '0.0000001', '1e30', '1e-7', '1.0', '2', '-0', '3', '4'),
  fc.constantFrom('1', '0.0000001', '2', '3', 'a', 'b', '4', 'c'),
  fixed(1, []),
  fixed(2, ['-0.00']),
  fixed(3, ['7', '']),
  fixed(2, ['1.5', '-999', 'NA', 'a', '']),
  fixed(4, ['07.5000', '+1.5000', ' 0.5000 ', '.5000', '5e-1', '1.50000', 'x']),
  fixed(10, ['12345678.0000000000', '123456789012345.1000000000', '-0.0000000000']),
  cell(30, 0, 0),
  cell(30, 0, 4),
  cell(0, 30, 0),
  cell(0, 30, 4),
  cell(12, 12, 1),
  cell(40, 1, 0),
];
const rowsOf = (width: number) =>
  fc
    .array(fc.constantFrom(...kinds), { minLength: width, maxLength: width })
    .chain((columns) => fc.array(fc.tuple(...columns), { maxLength: 60, size: 'max' }));

// Evenly spread; fast-check prefers what is near the limits.
const fraction = fc.integer({ min: 0, max: 999 }).map((n) => ((n * 617) % 1000) / 1000);
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/**
 * A CSV file in chunks cut anywhere, with how to read it. Now and then a record is quoted or has a field too many, or a
 * byte is put in that does not belong there.
 */
export const file = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc.record({
      rows: rowsOf(width),
      types: fc.array(fc.constantFrom<WantedType>('infer', 'infer', 'infer', 'number', 'category'), {
        minLength: width - 1,
        maxLength: width,
      }),
      delimiter: fc.constantFrom(',', ',', ',', ';', '\t', ' ', '5', 'e', '.'),
      lineEnds: fc.array(fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n', '\r\n\r\n'), {
        minLength: 1,
        maxLength: 5,
      }),
      header: fc.boolean(),
      mark: fc.constantFrom('', '', '\ufeff'),
      isLastEnded: fc.boolean(),
      longer: seldom(fc.nat(60)),
      quoted: seldom(fc.nat(60)),
      damage: seldom(fc.tuple(fraction, fc.constantFrom([0x00], [0x22], [0x0a], [0xff], [0xc3]))),
      cuts: fc.array(fraction, { maxLength: 6 }),
      missing_values: fc.constantFrom(['', 'NA'], ['', 'NA', '-999'], ['0', ' '], []),
      limit: fc.constantFrom(undefined, undefined, 3, 10, Number.POSITIVE_INFINITY),
    }),
  )
  .map(({ rows, types, delimiter, lineEnds, header, mark, cuts, missing_values, limit, ...oddities }) => {
    const names = rows.length > 0 ? rows[0].map((_, i) => `n${i}`) : ['n0'];
    const lines = (header ? [names, ...rows] : rows).map((row, i, all) => {
      const fields = row.map((field) => field.replaceAll(delimiter, ''));
      if (i === oddities.quoted) fields[0] = `"${fields[0]}"`;
      if (i === oddities.longer) fields.push('1');
      const isEnded = i < all.length - 1 || oddities.isLastEnded;
      return `${fields.join(delimiter)}${isEnded ? lineEnds[i % lineEnds.length] : ''}`;
    });
    let bytes = Buffer.from(mark + lines.join(''));
    if (oddities.damage) {
      const [fraction, damage] = oddities.damage;
      const at = Math.floor(fraction * bytes.length);
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(damage), bytes.subarray(at)]);
    }
    const inside = cuts.map((cut) => Math.floor(cut * bytes.length)).sort((a, b) => a - b);
    const places = [0, ...inside, bytes.length];
    const chunks = places.slice(1).map((place, i) => bytes.subarray(places[i], place));
    return { bytes, chunks, types, limit, format: { delimiter, header, missing_values } };
  });
