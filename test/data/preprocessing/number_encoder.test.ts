import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFeatures } from '../../../src/data/preprocessing/encode.js';
import { RowFindings } from '../../../src/data/preprocessing/findings.js';
import type { Feature } from '../../../src/data/preprocessing/index.js';
import { completeRows } from '../../../src/data/table/rows.js';
import { numberTable } from '../../../src/data/table/table.js';
import { MlpError } from '../../../src/errors.js';

/** Numbers, up to the ends of what a double holds, and missing ones. */
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, Number.NaN),
);
const infinite = fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
const columns = fc.array(fc.oneof({ weight: 200, arbitrary: finite }, { weight: 1, arbitrary: infinite }), {
  minLength: 1,
  maxLength: 150,
  size: 'max',
});

const scalings = fc.record({
  center: fc.oneof(fc.double({ noNaN: true, min: -1e3, max: 1e3 }), fc.constantFrom(0, 1e308)),
  scale: fc.oneof(fc.double({ noNaN: true, min: 1e-3, max: 1e3 }), fc.constantFrom(0, 5e-324, 1e308)),
});
const encodings = fc.constantFrom(
  { type: 'none' as const },
  { type: 'piecewise_linear' as const, edges: [0, 1], width: 2 },
);
const rest = fc.record({ fill: fc.double({ noNaN: true, min: -1, max: 1 }), indicator: fc.boolean() });

const bits = (x: Float64Array) => [...new BigUint64Array(x.buffer)];

test('a column of numbers becomes, value by value, (value - center) / scale to the bit, or the row is named', () => {
  let refused = 0;
  fc.assert(
    fc.property(
      columns,
      scalings,
      encodings,
      rest,
      (values, { center, scale }, encoding, { fill, indicator }) => {
        const table = numberTable('made', {
          a: Float64Array.from(values),
          b: new Float64Array(values.length),
        });
        const a: Feature = {
          ...{ kind: 'number', name: 'a', missing: { action: 'fill', value: fill }, center, scale, encoding },
          ...(indicator && { indicator }),
        };
        const plain = { action: 'error' as const };
        const b: Feature = { kind: 'number', name: 'b', missing: plain, center: 1, scale: 2, encoding };
        const rows = Uint32Array.from(values.keys()).filter((row) => row % 3 !== 1);

        const expected = [...rows].map((row) => {
          const known = Number.isNaN(values[row]) ? fill : values[row];
          const x = scale === 0 ? 0 : (known - center) / scale;
          const isEncoded = Number.isFinite(known) && Number.isFinite(x);
          return isEncoded ? [x, ...(indicator ? [Number(Number.isNaN(values[row]))] : []), -0.5] : row;
        });
        const first = expected.find((row) => typeof row === 'number');
        const encode = () => encodeFeatures(table, { features: [a, b] }, rows, new RowFindings());
        if (first === undefined) {
          expect(bits(encode())).toEqual(bits(Float64Array.from(expected.flat())));
          return;
        }
        refused++;
        expect(encode).toThrow(MlpError);
        expect(encode).toThrow(new RegExp(`^made: row ${first + 1}: column 1 \\(a\\)`));
      },
    ),
    { numRuns: 100 },
  );
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThan(100);
});

test('rows are complete where no column is missing, whichever group they are in', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(finite, finite), { minLength: 1, maxLength: 80, size: 'max' }), (pairs) => {
      const [a, b] = [0, 1].map((i) => Float64Array.from(pairs, (pair) => pair[i]));
      const isComplete = (row: number) => !Number.isNaN(a[row]) && !Number.isNaN(b[row]);
      const all = [...pairs.keys()];
      const table = numberTable('made', { a, b });
      expect([...completeRows(table, ['a', 'b'])]).toEqual(all.filter(isComplete));
      const even = all.filter((row) => row % 2 === 0);
      expect([...completeRows(table, ['a', 'b'], Uint32Array.from(even))]).toEqual(even.filter(isComplete));
    }),
  );
});
