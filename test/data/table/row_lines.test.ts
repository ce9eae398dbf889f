import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowLines } from '../../../src/data/table/row_lines.js';

test('each row has the line that it was added with, in whatever parts they came', () => {
  // 1 to 3 lines a row, as text in quotes has them, and files that begin again
  const part = fc.tuple(fc.nat(5), fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 20 }));
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const rows = new RowLines();
      let line = 1;
      const all = parts.flatMap(([skipped, lengths]) => {
        if (skipped === 5) line = 1;
        line += skipped;
        const lines = lengths.map((length) => {
          line += length;
          return line - length;
        });
        rows.append(Uint32Array.from(lines));
        return lines;
      });
      expect(all.map((_, row) => rows.at(row))).toEqual(all);
    }),
  );
});
